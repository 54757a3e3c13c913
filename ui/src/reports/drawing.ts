// How a chart is drawn: its axes, its lines, and a mark on each value. What uPlot is told, and nothing of what it means.
import uPlot from "uplot";

import type { ChartShown, Line, Tone } from "./lines";

export interface Ink extends Readonly<Record<Tone, string>> {
  readonly words: string;
  readonly grid: string;
  readonly font: string;
}

interface Drawn {
  readonly chart: ChartShown;
  readonly ink: Ink;
  readonly ticks: readonly string[];
  readonly inOrder: boolean;
  readonly promise: number | null;
  readonly width: number;
  readonly number: (value: number) => string;
}

const HEIGHT = 180;
const MARK = 3.5;
const ROOM_FOR_TICK = 46;

export function optionsOf(drawn: Drawn): uPlot.Options {
  const { chart, ink, ticks, promise } = drawn;
  const font = `12px ${ink.font}`;
  return {
    width: drawn.width,
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    padding: [8, 12, 0, 0],
    scales: { x: { time: false, range: () => [-0.5, Math.max(0.5, ticks.length - 0.5)] }, y: { range: (_, __, most) => [0, topOf(chart, most, promise)] } },
    axes: [
      {
        stroke: ink.words,
        font,
        grid: { show: false },
        ticks: { show: false },
        size: 26,
        splits: () => splits(ticks.length, drawn.width),
        values: (_, at) => at.map((n) => ticks[n] ?? ""),
      },
      { stroke: ink.words, font, size: 44, grid: { stroke: ink.grid, width: 1 }, ticks: { show: false }, values: (_, at) => at.map((value) => drawn.number(value)) },
    ],
    series: [{}, ...chart.lines.map((line) => seriesOf(line, drawn))],
    plugins: promise === null ? [] : [{ hooks: { draw: (plot) => across(plot, promise, ink) } }],
  };
}

function seriesOf(line: Line, { ink, inOrder }: Drawn): uPlot.Series {
  return {
    stroke: ink[line.tone],
    width: line.compared ? 1 : 2,
    dash: [...line.dash],
    points: { show: false },
    spanGaps: false,
    // Queues, teams and results do not follow each other: only their marks are drawn.
    ...(inOrder ? {} : { paths: () => null }),
  };
}

/** The end of the axis: per cent end at a hundred, all else above the highest and the promise. */
export function topOf(chart: Pick<ChartShown, "unit">, most: number | null, promise: number | null): number {
  if (chart.unit === "percent") return 100;
  return Math.max(1, (most ?? 0) * 1.08, (promise ?? 0) * 1.15);
}

/** Which rows have a name on the axis, as many as there is room for. */
export function splits(rows: number, width: number): number[] {
  const every = Math.max(1, Math.ceil((rows * ROOM_FOR_TICK) / Math.max(1, width - 60)));
  return Array.from({ length: Math.ceil(rows / every) }, (_, n) => n * every);
}

export function drawMarks(plot: uPlot, lines: readonly Line[], ink: Ink): void {
  const { ctx } = plot;
  const size = MARK * devicePixelRatio;
  ctx.save();
  ctx.lineWidth = 2 * devicePixelRatio;
  ctx.setLineDash([]);
  for (const line of lines.filter(({ mark }) => mark !== "none")) {
    ctx.fillStyle = ctx.strokeStyle = ink[line.tone];
    line.values.forEach((value, row) => {
      if (value !== null) markAt(ctx, line.mark, plot.valToPos(row, "x", true), plot.valToPos(value, "y", true), size);
    });
  }
  ctx.restore();
}

function markAt(ctx: CanvasRenderingContext2D, mark: Line["mark"], x: number, y: number, size: number): void {
  ctx.beginPath();
  if (mark === "dot") ctx.arc(x, y, size, 0, 2 * Math.PI);
  else if (mark === "box") ctx.rect(x - size, y - size, 2 * size, 2 * size);
  else {
    ctx.moveTo(x - size, y - size);
    ctx.lineTo(x + size, y + size);
    ctx.moveTo(x - size, y + size);
    ctx.lineTo(x + size, y - size);
  }
  if (mark === "cross") ctx.stroke();
  else ctx.fill();
}

function across(plot: uPlot, value: number, ink: Ink): void {
  const { ctx, bbox } = plot;
  const y = plot.valToPos(value, "y", true);
  ctx.save();
  ctx.strokeStyle = ink.words;
  ctx.lineWidth = 1.5 * devicePixelRatio;
  ctx.setLineDash([2 * devicePixelRatio, 4 * devicePixelRatio]);
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.restore();
}
