// An entry flow as it is edited, and where the boxes and lines of its picture stand.
import { describe, expect, it } from "vitest";

import { type Flow, added, changed, exitsOf, freeKey, led, newId, reachable, without } from "../src/admin/flows/flow";
import { BOX, GREETING, type Picture, crossings, layout } from "../src/admin/flows/layout";
import { TEMPLATES, fromTemplate } from "../src/admin/flows/templates";

const QUEUES = [
  { id: "a", name: "Leverans" },
  { id: "b", name: "Retur" },
];
const menu = fromTemplate("menu", "f", "Meny", QUEUES);
const words = { sv: "Hej", nb: "Hei", en: "Hello" };

function flow(first: string, nodes: Flow["nodes"]): Flow {
  return { flow_id: "f", name: "F", first, nodes, fallback: "a" };
}

function box(picture: Picture, id: string): Picture["boxes"][number] {
  const found = picture.boxes.find((each) => each.id === id);
  if (found === undefined) throw new Error(`no box ${id}`);
  return found;
}

describe("editing", () => {
  it("a step put into a way leads on to where the way led", () => {
    const { flow: now, id } = added(menu, "Say", { id: "language-1", slot: "then" });
    const [before, put] = [now.nodes.find((node) => node.id === "language-1"), now.nodes.find((node) => node.id === id)];
    expect(before && exitsOf(before)[0]?.to).toBe(id);
    expect(put && exitsOf(put)[0]?.to).toBe("menu-1");
  });

  it("the first step of an empty flow is where it begins", () => {
    expect(added(flow("", []), "ToQueue").flow.first).toBe("queue-1");
  });

  it("a step that is taken out is bridged when it had one way out", () => {
    const between = added(menu, "Say", { id: "language-1", slot: "then" });
    expect(without(between.flow, between.id)).toEqual(menu);
  });

  it("what led to an end that is taken out leads nowhere", () => {
    const now = without(menu, "queue-2");
    const choice = now.nodes.find((node) => node.id === "menu-1");
    expect(choice && exitsOf(choice).map((exit) => exit.to)).toEqual(["queue-1", "", "queue-1"]);
  });

  it("a way out is changed alone", () => {
    const choice = menu.nodes.find((node) => node.id === "menu-1");
    expect(choice && exitsOf(led(choice, "key 0", "queue-2")).map((exit) => exit.to)).toEqual(["queue-2", "queue-2", "queue-1"]);
  });

  it("ids and keys are given once", () => {
    expect(newId(menu, "ToQueue")).toBe("queue-3");
    expect(freeKey([{ key: "1" }, { key: "3" }])).toBe("2");
    expect(freeKey([..."012345678*#"].map((key) => ({ key })))).toBe("");
  });

  it("changing a step keeps its place in the flow", () => {
    const now = changed(menu, { kind: "Goodbye", id: "queue-1", words });
    expect(now.nodes.map((node) => node.id)).toEqual(menu.nodes.map((node) => node.id));
    expect(now.nodes[2]?.kind).toBe("Goodbye");
  });

  it("nobody comes to a step that nothing leads to", () => {
    expect(reachable(added(menu, "Goodbye").flow)).toEqual(new Set(menu.nodes.map((node) => node.id)));
  });

  it.each(TEMPLATES)("the template %s has no loose end and no step that nobody comes to", (template) => {
    const made = fromTemplate(template, "f", "F", QUEUES);
    const ids = new Set(made.nodes.map((node) => node.id));
    expect(reachable(made)).toEqual(ids);
    for (const node of made.nodes) for (const exit of exitsOf(node)) expect(ids).toContain(exit.to);
  });
});

describe("the picture", () => {
  const pictures = { straight: fromTemplate("straight", "f", "F", QUEUES), menu, hours: fromTemplate("hours", "f", "F", QUEUES) };

  it("begins with the greeting, which no flow can leave out", () => {
    const picture = layout(menu);
    expect(box(picture, GREETING).column).toBe(0);
    expect(picture.lines[0]).toMatchObject({ from: GREETING, to: "language-1", exit: null });
  });

  it.each(Object.entries(pictures))("%s: every line goes to the right, and no boxes overlap", (_, of) => {
    const picture = layout(of);
    for (const line of picture.lines) expect(box(picture, line.to).x).toBeGreaterThan(box(picture, line.from).x);
    expect(overlaps(picture)).toEqual([]);
  });

  it("a box stands to the right of the last that leads to it, not of the first", () => {
    const picture = layout(pictures.hours);
    expect(["hours-1", "say-1", "queue-1"].map((id) => box(picture, id).column)).toEqual([1, 2, 3]);
  });

  it("a long line passes between the boxes of the columns that it crosses", () => {
    const picture = layout(pictures.hours);
    const long = picture.lines.find((line) => line.from === "hours-1" && line.to === "queue-1");
    const say = box(picture, "say-1");
    const at = [...(long?.path ?? "").matchAll(/(-?[\d.]+) (-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)] as const);
    const inside = at.filter(([x, y]) => x >= say.x && x <= say.x + BOX.width && y >= say.y && y <= say.y + say.height);
    expect(at.some(([x]) => x === say.x)).toBe(true);
    expect(inside).toEqual([]);
  });

  it("a way back is drawn below all boxes", () => {
    const round = flow("say", [
      { kind: "Say", id: "say", words, then: "menu" },
      { kind: "Menu", id: "menu", words, options: [{ key: "5", name: "again", then: "say" }], otherwise: "end", tries: 2, wait_ms: 6000 },
      { kind: "ToQueue", id: "end", queue_id: "a" },
    ]);
    const picture = layout(round);
    const back = picture.lines.filter((line) => line.back);
    expect(back.map((line) => [line.from, line.to])).toEqual([["menu", "say"]]);
    expect(picture.height).toBeGreaterThan(Math.max(...picture.boxes.map((each) => each.y + each.height)));
  });

  it("a step that leads to itself is drawn, too", () => {
    const self = flow("say", [{ kind: "Say", id: "say", words, then: "say" }]);
    expect(layout(self).lines.map((line) => line.back)).toEqual([false, true]);
  });

  it("a way out that leads nowhere leads to an empty place of its own", () => {
    const picture = layout(flow("m", [{ kind: "WhenOpen", id: "m", queue_id: "a", open: "", closed: "gone" }]));
    expect(picture.boxes.filter((each) => each.nowhere).length).toBe(2);
    expect(overlaps(picture)).toEqual([]);
  });

  it("what nobody comes to stands apart, below", () => {
    const lonely = added(menu, "Say", undefined).flow;
    const picture = layout(changed(lonely, { kind: "Say", id: "say-1", words, then: "queue-1" }));
    const rest = box(picture, "say-1");
    expect(rest.apart).toBe(true);
    expect(picture.apartFrom).not.toBeNull();
    expect(rest.y).toBeGreaterThan(picture.apartFrom ?? 0);
    expect(picture.lines.some((line) => line.from === "say-1" && line.to === "queue-1")).toBe(true);
  });

  it("an empty flow is a greeting that leads nowhere", () => {
    const picture = layout(flow("", []));
    expect(picture.boxes.map((each) => each.nowhere)).toEqual([false, true]);
  });

  it("columns are ordered so that lines do not cross", () => {
    const crossed = flow("menu", [
      {
        kind: "Menu", id: "menu", words, tries: 2, wait_ms: 6000, otherwise: "q1",
        options: [{ key: "1", name: "x", then: "s2" }, { key: "2", name: "y", then: "s1" }],
      },
      { kind: "Say", id: "s1", words, then: "q1" },
      { kind: "Say", id: "s2", words, then: "q2" },
      { kind: "ToQueue", id: "q1", queue_id: "a" },
      { kind: "ToQueue", id: "q2", queue_id: "b" },
    ]);
    const picture = layout(crossed);
    expect(box(picture, "q2").y).toBeLessThan(box(picture, "q1").y);
    expect(box(picture, "s2").y).toBeLessThan(box(picture, "s1").y);
  });

  it("keys lead on in their order: the line of key 1 passes above the box of key 2", () => {
    const menu = flow("menu", [
      {
        kind: "Menu", id: "menu", words, tries: 2, wait_ms: 6000, otherwise: "say",
        options: [{ key: "1", name: "x", then: "q1" }, { key: "2", name: "y", then: "q2" }],
      },
      { kind: "ToQueue", id: "q1", queue_id: "a" },
      { kind: "ToQueue", id: "q2", queue_id: "b" },
      { kind: "Say", id: "say", words, then: "q1" },
    ]);
    const picture = layout(menu);
    const first = picture.lines.find((line) => line.exit?.key === "1");
    const heights = [...(first?.path ?? "").matchAll(/-?[\d.]+ (-?[\d.]+)/g)].map(([, y]) => Number(y));
    expect(Math.min(...heights)).toBeLessThan(box(picture, "q2").y);
    expect(box(picture, "q2").y).toBeLessThan(box(picture, "say").y);
  });

  it("counts a crossing once", () => {
    const cell = (id: string, ...after: string[]) => ({ id, after: after.map((end, n) => ({ id: end, port: (n + 1) / (after.length + 1) })) });
    expect(crossings([[cell("a", "y"), cell("b", "x")], [cell("x"), cell("y")]])).toBe(1);
    expect(crossings([[cell("a", "x"), cell("b", "y")], [cell("x"), cell("y")]])).toBe(0);
    expect(crossings([[cell("a", "y", "x")], [cell("x"), cell("y")]])).toBe(1);
  });
});

function overlaps(picture: Picture): string[] {
  const apart = (a: number, b: number, sizeOfA: number, sizeOfB: number): boolean => a + sizeOfA <= b || b + sizeOfB <= a;
  return picture.boxes.flatMap((one, n) =>
    picture.boxes
      .slice(n + 1)
      .filter((other) => !apart(one.x, other.x, BOX.width, BOX.width) && !apart(one.y, other.y, one.height, other.height))
      .map((other) => `${one.id} ${other.id}`),
  );
}
