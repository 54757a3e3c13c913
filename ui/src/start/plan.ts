// When it is open, as the guide's two fields can say it. Pure, both ways.
import type { OpenSpan, QueueRow } from "../generated/types";
import { timeText } from "../admin/hours/week";

export type Days = "weekdays" | "all" | "always";

export interface Plan {
  readonly days: Days;
  readonly from: string;
  readonly to: string;
}

const WEEKDAYS: Record<Days, readonly number[]> = { weekdays: [0, 1, 2, 3, 4], all: [0, 1, 2, 3, 4, 5, 6], always: [] };
const USUAL = { from: "08:00", to: "17:00" };

export function spansOfPlan(days: Days, from_minute: number, to_minute: number): OpenSpan[] {
  return WEEKDAYS[days].map((weekday) => ({ weekday, from_minute, to_minute }));
}

/** What stands in the fields; null when the queues differ, or are open at times that the fields cannot say. */
export function planOf(rows: readonly QueueRow[]): Plan | null {
  const [first] = rows;
  if (first === undefined) return { days: "always", ...USUAL };
  if (rows.some((row) => row.follows_calendar !== first.follows_calendar || !isSame(hoursOf(row), hoursOf(first)))) return null;
  const spans = hoursOf(first);
  const [span] = spans;
  if (span === undefined) return first.follows_calendar ? null : { days: "always", ...USUAL };
  const days = (["weekdays", "all"] as const).find((each) => isSame(spans, spansOfPlan(each, span.from_minute, span.to_minute)));
  return days === undefined ? null : { days, from: timeText(span.from_minute), to: timeText(span.to_minute) };
}

function hoursOf({ settings }: QueueRow): readonly OpenSpan[] {
  return [...settings.opening_hours].sort((a, b) => a.weekday - b.weekday || a.from_minute - b.from_minute);
}

function isSame(some: readonly OpenSpan[], others: readonly OpenSpan[]): boolean {
  return (
    some.length === others.length &&
    some.every((span, n) => {
      const other = others[n];
      return span.weekday === other?.weekday && span.from_minute === other.from_minute && span.to_minute === other.to_minute;
    })
  );
}
