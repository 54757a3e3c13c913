// The figures of a report: which there are, how each is written, and which contacts lie behind it. Pure.
import type { Countable, FigureRow, Figures, FiguresReport, Language } from "../generated/types";
import { clock, count, percent } from "../shared/format";

export type FigureName = Extract<keyof Figures, string>;
export type Kind = "count" | "share" | "wait";

export interface FigureShown {
  readonly name: FigureName;
  readonly kind: Kind;
  /** The contacts that stand behind it; null where it counts time, not contacts. */
  readonly behind: Countable | null;
}

const counted = (name: Countable): FigureShown => ({ name, kind: "count", behind: name });
const share = (name: FigureName, behind: Countable | null): FigureShown => ({ name, kind: "share", behind });
const wait = (name: FigureName, behind: Countable | null): FigureShown => ({ name, kind: "wait", behind });

export const FIGURES = {
  arrived: counted("arrived"),
  answered: counted("answered"),
  abandoned: counted("abandoned"),
  abandoned_short: counted("abandoned_short"),
  turned_away: counted("turned_away"),
  lost: counted("lost"),
  informed: counted("informed"),
  not_reached: counted("not_reached"),
  callbacks_asked: counted("callbacks_asked"),
  callbacks_dialled: counted("callbacks_dialled"),
  called_out: counted("called_out"),
  handled: counted("handled"),
  handed_over: counted("handed_over"),
  given_to_queues: counted("given_to_queues"),
  consulted: counted("consulted"),
  helped: counted("helped"),
  told: counted("told"),
  served: counted("served"),
  rating_given: counted("rating_given"),
  service_level: share("service_level", "answered_in_time"),
  abandonment: share("abandonment", "abandoned"),
  wait_median_ms: wait("wait_median_ms", "answered"),
  wait_p90_ms: wait("wait_p90_ms", "answered"),
  asa_ms: wait("asa_ms", "answered"),
  aht_ms: wait("aht_ms", "handled"),
  occupancy: share("occupancy", null),
  estimate_kept: share("estimate_kept", "told_kept"),
  estimate_error_ms: wait("estimate_error_ms", "told"),
  solved_first: share("solved_first", "first_solved"),
  came_back_share: share("came_back_share", "came_back"),
  rating_rate: share("rating_rate", "rating_given"),
  rating_good_share: share("rating_good_share", "rating_good"),
} as const satisfies Partial<Record<FigureName, FigureShown>>;

export type ShownName = keyof typeof FIGURES;

/** The calm first row. */
export const MAIN: readonly ShownName[] = [
  "arrived",
  "answered",
  "abandoned",
  "service_level",
  "wait_median_ms",
  "wait_p90_ms",
  "estimate_kept",
  "solved_first",
];

/** Sets of columns for the table, each narrow enough to be read at once. */
export const COLUMN_SETS = {
  main: ["arrived", "answered", "abandoned", "service_level", "wait_median_ms", "wait_p90_ms", "aht_ms", "occupancy"],
  waits: ["answered", "asa_ms", "wait_median_ms", "wait_p90_ms", "told", "estimate_kept", "estimate_error_ms"],
  unanswered: ["abandoned", "abandoned_short", "abandonment", "turned_away", "lost", "informed", "not_reached"],
  work: ["handled", "aht_ms", "handed_over", "given_to_queues", "consulted", "helped", "called_out", "callbacks_dialled"],
  solved: ["served", "solved_first", "came_back_share", "rating_given", "rating_rate", "rating_good_share"],
} as const satisfies Record<string, readonly ShownName[]>;

export type ColumnSet = keyof typeof COLUMN_SETS;
export const COLUMN_SET_NAMES = Object.keys(COLUMN_SETS) as readonly ColumnSet[];

/** For one agent: nothing that the queue or luck decides, which the server is silent about. */
export const OF_AGENT: readonly ShownName[] = ["answered", "handled", "aht_ms", "handed_over", "given_to_queues", "consulted", "helped", "called_out", "occupancy"];

/** What a row says nothing about: as all rows of the report, and when too few agents of a team are behind it. */
export function unsaidIn(report: FiguresReport, of: { readonly too_few: readonly string[] }): readonly string[] {
  return of.too_few.length === 0 ? report.silent : [...report.silent, ...of.too_few];
}

/** The figure's value, null where there is none or where it would say nothing. */
export function valueOf(name: ShownName, figures: Figures, silent: readonly string[] = []): number | null {
  return silent.includes(name) ? null : (figures[name] ?? null);
}

/** Whether contacts lie behind a value: of none there is nothing to open. */
export function opens(name: ShownName, value: number | null): boolean {
  return value !== null && (value !== 0 || FIGURES[name].kind === "wait");
}

/** A value as the reader writes it; a dash where there is none. */
export function written(name: ShownName, value: number | null, language: Language): string {
  if (value === null) return "–";
  const { kind } = FIGURES[name];
  if (kind === "share") return percent(value, language);
  return kind === "wait" ? clock(Math.round(value / 1000) * 1000) : count(value, language);
}

export interface Sorting {
  /** "row" sorts by the rows' own order. */
  readonly by: ShownName | "row";
  readonly down: boolean;
}

/** The rows in an order. Rows without the figure come last either way; equal ones stay as they were. */
export function sorted(rows: readonly FigureRow[], sorting: Sorting): readonly FigureRow[] {
  if (sorting.by === "row") return sorting.down ? [...rows].reverse() : rows;
  const by = sorting.by;
  const value = (row: FigureRow): number | null => valueOf(by, row.figures);
  return [...rows].sort((a, b) => {
    const [x, y] = [value(a), value(b)];
    if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1;
    return sorting.down ? y - x : x - y;
  });
}

/** The compared row of each row: by day the one at the same place, else the one of the same key. */
export function besides(report: FiguresReport): readonly (FigureRow | null)[] {
  const others = report.compared?.rows ?? [];
  if (report.by === "day") return report.span.rows.map((_, n) => others[n] ?? null);
  const known = new Map(others.map((row) => [row.key, row]));
  return report.span.rows.map((row) => known.get(row.key) ?? null);
}

/** How a value stands to the one before: a difference in the figure's own unit, null when one of them is missing. */
export function change(now: number | null, before: number | null): number | null {
  return now === null || before === null ? null : now - before;
}

/** Whether anything happened at all in a report. */
export function isEmpty(report: FiguresReport): boolean {
  const { arrived, handled, called_out, working_ms } = report.span.total;
  return arrived === 0 && handled === 0 && called_out === 0 && working_ms === 0;
}
