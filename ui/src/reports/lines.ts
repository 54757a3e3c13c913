// Which lines the charts have. Pure: colours and words are put in by the chart.
import type { FigureRow, Figures, FiguresReport } from "../generated/types";
import { besides, unsaidIn, valueOf, type ShownName } from "./figures";

export type Mark = "dot" | "box" | "cross" | "none";
export type Tone = "ink" | "talk" | "late" | "soft";

export interface Line {
  readonly name: ShownName;
  readonly compared: boolean;
  readonly values: readonly (number | null)[];
  readonly tone: Tone;
  readonly mark: Mark;
  /** Of colour alone nobody has to read: each line has its own mark and dash. */
  readonly dash: readonly number[];
}

export type ChartName = "contacts" | "waits" | "level" | "told";
export type Unit = "count" | "minutes" | "percent";

export interface ChartShown {
  readonly name: ChartName;
  readonly unit: Unit;
  readonly lines: readonly Line[];
}

const MINUTE_MS = 60_000;

/** The charts of a report, without those about which nothing can be said. */
export function chartsOf(report: FiguresReport): readonly ChartShown[] {
  const all: readonly ChartShown[] = [
    { name: "contacts", unit: "count", lines: contacts(report) },
    { name: "waits", unit: "minutes", lines: waits(report) },
    { name: "level", unit: "percent", lines: shares(report, "service_level") },
    { name: "told", unit: "percent", lines: shares(report, "estimate_kept") },
  ];
  return all.map((chart) => ({ ...chart, lines: chart.lines.filter(saysSomething) })).filter((chart) => chart.lines.some((line) => !line.compared));
}

function saysSomething(line: Line): boolean {
  return line.values.some((value) => value !== null);
}

function contacts(report: FiguresReport): readonly Line[] {
  return [
    ...compared(report, "arrived", 1),
    { ...line(report, "arrived", 1), tone: "ink", mark: "dot", dash: [] },
    { ...line(report, "answered", 1), tone: "talk", mark: "box", dash: [7, 3] },
    { ...line(report, "abandoned", 1), tone: "late", mark: "cross", dash: [2, 3] },
  ];
}

function waits(report: FiguresReport): readonly Line[] {
  return [
    ...compared(report, "wait_p90_ms", MINUTE_MS),
    { ...line(report, "wait_median_ms", MINUTE_MS), tone: "ink", mark: "dot", dash: [] },
    { ...line(report, "wait_p90_ms", MINUTE_MS), tone: "late", mark: "box", dash: [7, 3] },
  ];
}

function shares(report: FiguresReport, name: ShownName): readonly Line[] {
  return [...compared(report, name, 0.01), { ...line(report, name, 0.01), tone: "ink", mark: "dot", dash: [] }];
}

function line(report: FiguresReport, name: ShownName, unit: number): Pick<Line, "name" | "compared" | "values"> {
  return { name, compared: false, values: report.span.rows.map((row) => of(row.figures, name, unit, unsaidIn(report, row))) };
}

function compared(report: FiguresReport, name: ShownName, unit: number): readonly Line[] {
  if (report.compared === null) return [];
  const values = besides(report).map((row: FigureRow | null) => (row === null ? null : of(row.figures, name, unit, unsaidIn(report, row))));
  return [{ name, compared: true, values, tone: "soft", mark: "none", dash: [] }];
}

function of(figures: Figures, name: ShownName, unit: number, silent: readonly string[]): number | null {
  const value = valueOf(name, figures, silent);
  return value === null ? null : value / unit;
}

/** Rows that follow each other in time are joined by lines; queues, teams and the like stand for themselves. */
export function isInOrder(by: FiguresReport["by"]): boolean {
  return by === "hour" || by === "day" || by === "weekday";
}

/** Where a line is highest, for who cannot see it: the row's number, or null when there is nothing. */
export function highest(values: readonly (number | null)[]): number | null {
  let found: number | null = null;
  values.forEach((value, n) => {
    const best = found === null ? null : values[found];
    if (value !== null && (best === null || best === undefined || value > best)) found = n;
  });
  return found;
}
