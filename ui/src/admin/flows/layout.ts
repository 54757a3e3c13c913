// Where the boxes and lines of a flow's picture stand. Pure. Layers after Sugiyama, small: every node stands to the right
// of all that lead to it (ways back are left out of that and drawn below), long lines pass between the boxes of the columns
// they cross, and each column is ordered so that few lines cross.
import { type Exit, type Flow, exitsOf } from "./flow";

export const BOX = { width: 174, gapX: 48, gapY: 24 } as const;
/** A line runs straight this far below its words before it turns, so that no other line crosses them. */
const WORDS = 90;
const HEIGHT = 64;
const NOWHERE_HEIGHT = 40;
/** Ways out stand this far apart on the right side, so that the words on them can be read. */
const EXIT = 22;
/** How much height a line takes where it passes a column, and a way back below all boxes. */
const LANE = 20;
/** The fixed first box: the greeting with the recording notice, which no flow can leave out. */
export const GREETING = " greeting";
const SWEEPS = 6;

export interface Box {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly height: number;
  readonly column: number;
  /** Nobody comes here: it stands apart, below. */
  readonly apart: boolean;
  /** Not a node but the empty place that a way out leads to. */
  readonly nowhere: boolean;
}

export interface Line {
  readonly from: string;
  readonly to: string;
  readonly exit: Exit | null;
  readonly path: string;
  /** Where its words stand. */
  readonly at: { readonly x: number; readonly y: number };
  readonly back: boolean;
}

export interface Picture {
  readonly boxes: readonly Box[];
  readonly lines: readonly Line[];
  readonly width: number;
  readonly height: number;
  /** Where the part that nobody comes to begins; null when there is none. */
  readonly apartFrom: number | null;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Place extends Point {
  readonly height: number;
}

interface Edge {
  readonly from: string;
  readonly to: string;
  readonly exit: Exit | null;
  readonly nth: number;
  readonly of: number;
  readonly nowhere: boolean;
}

/** The picture of a flow. */
export function layout(flow: Flow): Picture {
  const edges = edgesOf(flow);
  const main = drawn([GREETING, ...nodesFrom(GREETING, edges)], edges);
  const met = new Set(main.boxes.map((box) => box.id));
  const rest = flow.nodes.map((node) => node.id).filter((id) => !met.has(id));
  if (rest.length === 0) return { ...main, apartFrom: null };
  const top = main.height + BOX.gapY * 2;
  const inside = edges.filter((edge) => rest.includes(edge.from));
  const within = new Set([...rest, ...inside.filter((edge) => edge.nowhere).map((edge) => edge.to)]);
  const apart = drawn([...within], inside.filter((edge) => within.has(edge.to)), { top, apart: true });
  const into = inside.filter((edge) => !within.has(edge.to)).map((edge) => between(edge, [...main.boxes, ...apart.boxes]));
  return {
    boxes: [...main.boxes, ...apart.boxes],
    lines: [...main.lines, ...apart.lines, ...into],
    width: Math.max(main.width, apart.width),
    height: apart.height,
    apartFrom: main.height + BOX.gapY / 2,
  };
}

/** Every way out as an edge; one that leads to no node leads to an empty place of its own. */
function edgesOf(flow: Flow): Edge[] {
  const known = new Set(flow.nodes.map((node) => node.id));
  const edge = (from: string, exit: Exit | null, to: string, nth: number, of: number): Edge => {
    const nowhere = !known.has(to);
    return { from, to: nowhere ? ` nowhere ${from} ${exit?.slot ?? ""}` : to, exit, nth, of, nowhere };
  };
  const ways = flow.nodes.flatMap((node) => exitsOf(node).map((exit, nth, all) => edge(node.id, exit, exit.to, nth, all.length)));
  return [edge(GREETING, null, flow.first, 0, 1), ...ways];
}

function nodesFrom(start: string, edges: readonly Edge[]): string[] {
  const seen = new Set<string>([start]);
  for (const id of seen) for (const edge of edges) if (edge.from === id) seen.add(edge.to);
  seen.delete(start);
  return [...seen];
}

function drawn(ids: readonly string[], all: readonly Edge[], { top = 0, apart = false } = {}): Omit<Picture, "apartFrom"> {
  const edges = all.filter((edge) => ids.includes(edge.from) && ids.includes(edge.to));
  const back = waysBack(ids, edges);
  const forward = edges.filter((edge) => !back.has(edge));
  const columns = columnsOf(ids, forward);
  const grid = ordered(withLanes(ids, forward, columns));
  const nowhere = new Set(edges.filter((edge) => edge.nowhere).map((edge) => edge.to));
  const places = placed(grid, top, leftsOf(grid, edges), (id) => (nowhere.has(id) ? NOWHERE_HEIGHT : heightOf(id, all)));
  const boxes = ids.map((id): Box => {
    const place = places.get(id) ?? { x: 0, y: top, height: HEIGHT };
    return { id, ...place, column: columns.get(id) ?? 0, apart, nowhere: nowhere.has(id) };
  });
  const bottom = Math.max(top + HEIGHT, ...[...places.values()].map((place) => place.y + place.height));
  const lines = [
    ...forward.map((edge) => ahead(edge, columns, places)),
    ...[...back].map((edge, n) => around(edge, places, bottom + LANE * (n + 1))),
  ];
  const furthest = Math.max(...boxes.map((box) => box.x + BOX.width));
  const width = furthest + (back.size > 0 ? WORDS + LANE * 2 : 0);
  return { boxes, lines, width, height: bottom + (back.size > 0 ? LANE * (back.size + 1) : 0) };
}

/** A box is as tall as its ways out need. */
function heightOf(id: string, edges: readonly Edge[]): number {
  return Math.max(HEIGHT, EXIT * (edges.find((edge) => edge.from === id)?.of ?? 0) + 8);
}

/** The edges that close a circle, found by walking from the beginning. */
function waysBack(ids: readonly string[], edges: readonly Edge[]): Set<Edge> {
  const back = new Set<Edge>();
  const state = new Map<string, "open" | "done">();
  const walk = (id: string): void => {
    state.set(id, "open");
    for (const edge of edges) {
      if (edge.from !== id) continue;
      if (state.get(edge.to) === "open") back.add(edge);
      else if (!state.has(edge.to)) walk(edge.to);
    }
    state.set(id, "done");
  };
  for (const id of ids) if (!state.has(id)) walk(id);
  return back;
}

/** The column of each node: one to the right of the last that leads to it. */
function columnsOf(ids: readonly string[], forward: readonly Edge[]): Map<string, number> {
  const columns = new Map(ids.map((id) => [id, 0]));
  for (let moved = true; moved; ) {
    moved = false;
    for (const edge of forward) {
      const least = (columns.get(edge.from) ?? 0) + 1;
      if ((columns.get(edge.to) ?? 0) >= least) continue;
      columns.set(edge.to, least);
      moved = true;
    }
  }
  return columns;
}

/** A line's end in the next column, and how far down its own box it leaves, 0 to 1: ways out keep their order. */
interface End {
  readonly id: string;
  readonly port: number;
}

/** A cell of a column: a box, or the lane of a line that passes. */
interface Cell {
  readonly id: string;
  readonly lane: boolean;
  readonly before: End[];
  readonly after: End[];
}

const MIDDLE = 0.5;
const laneOf = (edge: Edge, column: number): string => `${edge.from} ${edge.exit?.slot ?? ""} ${edge.to} @${column}`;

function withLanes(ids: readonly string[], forward: readonly Edge[], columns: ReadonlyMap<string, number>): Cell[][] {
  const grid: Cell[][] = Array.from({ length: Math.max(0, ...columns.values()) + 1 }, () => []);
  const cells = new Map<string, Cell>();
  const put = (id: string, column: number, lane: boolean): void => {
    const cell: Cell = { id, lane, before: [], after: [] };
    cells.set(id, cell);
    grid[column]?.push(cell);
  };
  for (const id of ids) put(id, columns.get(id) ?? 0, false);
  for (const edge of forward) {
    const chain = chainOf(edge, columns);
    chain.slice(1, -1).forEach((id, n) => put(id, (columns.get(edge.from) ?? 0) + n + 1, true));
    chain.forEach((id, n) => {
      if (n === 0) return;
      const from = chain[n - 1] ?? "";
      const port = n === 1 ? (edge.nth + 1) / (edge.of + 1) : MIDDLE;
      cells.get(id)?.before.push({ id: from, port });
      cells.get(from)?.after.push({ id, port });
    });
  }
  return grid;
}

/** A line's stations: its two boxes and a lane in each column between. */
function chainOf(edge: Edge, columns: ReadonlyMap<string, number>): string[] {
  const [from, to] = [columns.get(edge.from) ?? 0, columns.get(edge.to) ?? 0];
  const lanes = Array.from({ length: Math.max(0, to - from - 1) }, (_, n) => laneOf(edge, from + n + 1));
  return [edge.from, ...lanes, edge.to];
}

/** Each column in the order of the middle of its neighbours, to the right and back again a few times. */
function ordered(grid: Cell[][]): Cell[][] {
  let best = grid;
  let least = crossings(grid);
  let now = grid;
  for (let sweep = 0; sweep < SWEEPS && least > 0; sweep += 1) {
    now = swept(now, sweep % 2 === 0 ? "before" : "after");
    const count = crossings(now);
    if (count < least) [best, least] = [now, count];
  }
  return best;
}

function swept(grid: readonly Cell[][], side: "before" | "after"): Cell[][] {
  const result = grid.map((column) => [...column]);
  const order = side === "before" ? result.keys() : [...result.keys()].reverse();
  for (const at of order) {
    const column = result[at];
    const beside = result[side === "before" ? at - 1 : at + 1];
    if (column === undefined || beside === undefined) continue;
    const rows = new Map(beside.map((cell, row) => [cell.id, row]));
    const ends = (cell: Cell): End[] => (side === "before" ? cell.before : cell.after.map(({ id }) => ({ id, port: MIDDLE })));
    const middle = new Map(column.map((cell, row) => [cell.id, middleOf(ends(cell), rows, row)]));
    result[at] = column.toSorted((a, b) => (middle.get(a.id) ?? 0) - (middle.get(b.id) ?? 0));
  }
  return result;
}

function middleOf(ends: readonly End[], rows: ReadonlyMap<string, number>, otherwise: number): number {
  if (ends.length === 0) return otherwise + MIDDLE;
  return ends.reduce((sum, { id, port }) => sum + (rows.get(id) ?? 0) + port, 0) / ends.length;
}

/** How many pairs of lines cross. */
export function crossings(grid: readonly { readonly id: string; readonly after: readonly End[] }[][]): number {
  let count = 0;
  for (const [at, column] of grid.entries()) {
    const rows = new Map((grid[at + 1] ?? []).map((cell, row) => [cell.id, row]));
    const ends = column.flatMap((cell, row) => cell.after.filter(({ id }) => rows.has(id)).map(({ id, port }) => [row + port, rows.get(id) ?? 0] as const));
    for (const [n, [a, b]] of ends.entries()) {
      for (const [c, d] of ends.slice(n + 1)) if ((a - c) * (b - d) < 0) count += 1;
    }
  }
  return count;
}

/** The left side of each column: where words stand on lines, the next one is further away. */
function leftsOf(grid: readonly Cell[][], edges: readonly Edge[]): number[] {
  const lefts = [0];
  for (const column of grid) {
    const worded = edges.some((edge) => isWorded(edge) && column.some((cell) => cell.id === edge.from));
    lefts.push((lefts.at(-1) ?? 0) + BOX.width + BOX.gapX + (worded ? WORDS : 0));
  }
  return lefts;
}

const isWorded = (edge: Edge): boolean => edge.exit !== null && edge.exit.kind !== "then";

/** Columns centred on the tallest, so that a straight flow is a straight line. */
function placed(grid: readonly Cell[][], top: number, lefts: readonly number[], height: (id: string) => number): Map<string, Place> {
  const tall = (cell: Cell): number => (cell.lane ? LANE : height(cell.id));
  const heights = grid.map((column) => column.reduce((sum, cell) => sum + tall(cell) + BOX.gapY, -BOX.gapY));
  const tallest = Math.max(HEIGHT, ...heights);
  const places = new Map<string, Place>();
  for (const [at, column] of grid.entries()) {
    let y = top + (tallest - (heights[at] ?? 0)) / 2;
    for (const cell of column) {
      places.set(cell.id, { x: lefts[at] ?? 0, y: Math.round(y), height: tall(cell) });
      y += tall(cell) + BOX.gapY;
    }
  }
  return places;
}

/** Where a line leaves its box: ways out share the right side, in their order. */
function leaves(edge: Edge, from: Place): Point {
  return { x: from.x + BOX.width, y: Math.round(from.y + from.height / 2 + EXIT * (edge.nth - (edge.of - 1) / 2)) };
}

/** Where it begins to turn: behind its words. */
function turns(edge: Edge, start: Point): Point {
  return isWorded(edge) ? { x: start.x + WORDS, y: start.y } : start;
}

function enters(to: Place): Point {
  return { x: to.x, y: to.y + to.height / 2 };
}

const ORIGIN: Place = { x: 0, y: 0, height: HEIGHT };

const curve = (a: Point, b: Point): string => `C${(a.x + b.x) / 2} ${a.y} ${(a.x + b.x) / 2} ${b.y} ${b.x} ${b.y}`;

function ahead(edge: Edge, columns: ReadonlyMap<string, number>, places: ReadonlyMap<string, Place>): Line {
  const at = (id: string): Place => places.get(id) ?? ORIGIN;
  const start = leaves(edge, at(edge.from));
  const turn = turns(edge, start);
  const lanes = chainOf(edge, columns).slice(1, -1).map(at);
  const points = [turn, ...lanes.flatMap(({ x, y }) => [{ x, y: y + LANE / 2 }, { x: x + BOX.width, y: y + LANE / 2 }]), enters(at(edge.to))];
  const parts = points.slice(1).map((point, n) => curve(points[n] ?? turn, point));
  return line(edge, `M${start.x} ${start.y}H${turn.x}${parts.join("")}`, start, false);
}

/** A way back: down, below all boxes to the left, and up to where it leads. */
function around(edge: Edge, places: ReadonlyMap<string, Place>, lane: number): Line {
  const start = leaves(edge, places.get(edge.from) ?? ORIGIN);
  const end = enters(places.get(edge.to) ?? ORIGIN);
  const [right, left] = [turns(edge, start).x + LANE, end.x - LANE];
  const path = `M${start.x} ${start.y}H${right - 6}q6 0 6 6V${lane - 6}q0 6 -6 6H${left + 6}q-6 0 -6 -6V${end.y + 6}q0 -6 6 -6H${end.x}`;
  return line(edge, path, start, true);
}

/** A line from the part that nobody comes to into the part where callers are. */
function between(edge: Edge, boxes: readonly Box[]): Line {
  const find = (id: string): Place => boxes.find((box) => box.id === id) ?? ORIGIN;
  const [start, end] = [leaves(edge, find(edge.from)), enters(find(edge.to))];
  const turn = turns(edge, start);
  return line(edge, `M${start.x} ${start.y}H${turn.x}${curve(turn, end)}`, start, end.x < start.x);
}

function line(edge: Edge, path: string, start: Point, back: boolean): Line {
  return { from: edge.from, to: edge.to, exit: edge.exit, path, at: { x: start.x + 6, y: start.y }, back };
}
