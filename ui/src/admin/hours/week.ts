// A week of opening hours as it is typed. Pure, both ways: texts in fields, spans in the API.
import type { DaySpan, OpenSpan } from "../../generated/types";

const DAY_MINUTES = 1440;
export const DAYS = [0, 1, 2, 3, 4, 5, 6] as const;
const WORKING_DAYS = [0, 1, 2, 3, 4];

/** One time of a day as it stands in its two fields. */
export interface Typed {
  readonly from: string;
  readonly to: string;
}

/** Seven days, Monday first. */
export type Week = readonly (readonly Typed[])[];
export type FaultKind = "notATime" | "noLength" | "overlap" | "nothing";

export interface WeekFault {
  readonly kind: FaultKind;
  readonly day: number;
}

/** Minutes since midnight of a time as people write it: 8, 08, 8:30, 8.30, 0830, 24; null when it is none. */
export function minuteOf(text: string): number | null {
  const found = /^(\d{1,2})(?:[:.]?(\d{2}))?$/.exec(text.trim());
  if (found === null) return null;
  const minute = Number(found[1]) * 60 + Number(found[2] ?? 0);
  return Number(found[2] ?? 0) < 60 && minute <= DAY_MINUTES ? minute : null;
}

/** A time as it is shown: 08:30. */
export function timeText(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}

/** Spans of a day in short: 08:00–12:00, 13:00–17:00. */
export function spansText(spans: readonly DaySpan[]): string {
  return spans.map((span) => `${timeText(span.from_minute)}–${timeText(span.to_minute)}`).join(", ");
}

/** What stands in the fields for a queue's hours. */
export function weekOf(spans: readonly OpenSpan[]): Week {
  return DAYS.map((day) =>
    spans
      .filter((span) => span.weekday === day)
      .sort((a, b) => a.from_minute - b.from_minute)
      .map((span) => ({ from: timeText(span.from_minute), to: timeText(span.to_minute) })),
  );
}

/** The working days get the times of one of them. */
export function copied(week: Week, from: number): Week {
  return week.map((times, day) => (WORKING_DAYS.includes(day) ? (week[from] ?? times) : times));
}

/** The spans that were typed; a night past midnight becomes two. Or everything that is wrong with them. */
export function spansOf(week: Week): { spans: OpenSpan[]; faults: WeekFault[] } {
  const faults: WeekFault[] = [];
  const spans = week.flatMap((times, day) =>
    times.flatMap((typed) => {
      const [from, to] = [minuteOf(typed.from), minuteOf(typed.to)];
      if (from === null || to === null) faults.push({ kind: "notATime", day });
      else if (from === to) faults.push({ kind: "noLength", day });
      else return split(day, from, to);
      return [];
    }),
  );
  spans.sort((a, b) => a.weekday - b.weekday || a.from_minute - b.from_minute);
  for (const [n, span] of spans.entries()) {
    const before = spans[n - 1];
    if (before?.weekday === span.weekday && before.to_minute > span.from_minute) faults.push({ kind: "overlap", day: span.weekday });
  }
  if (spans.length === 0 && faults.length === 0) faults.push({ kind: "nothing", day: 0 });
  return { spans, faults };
}

function split(weekday: number, from_minute: number, to_minute: number): OpenSpan[] {
  if (from_minute < to_minute) return [{ weekday, from_minute, to_minute }];
  const tonight = { weekday, from_minute, to_minute: DAY_MINUTES };
  return to_minute === 0 ? [tonight] : [tonight, { weekday: (weekday + 1) % 7, from_minute: 0, to_minute }];
}

/** A week in a line: days with the same hours together, "Mon–Fri 08:00–17:00". Closed days are left out. */
export function weekInShort(spans: readonly OpenSpan[], names: readonly string[]): string {
  const texts = DAYS.map((day) => spansText(spans.filter((span) => span.weekday === day).sort((a, b) => a.from_minute - b.from_minute)));
  const parts: string[] = [];
  for (let day = 0; day < DAYS.length; ) {
    let last = day;
    while (last + 1 < DAYS.length && texts[last + 1] === texts[day]) last += 1;
    const days = last === day ? names[day] : `${names[day]}–${names[last]}`;
    if (texts[day] !== "") parts.push(`${days} ${texts[day]}`);
    day = last + 1;
  }
  return parts.join(" · ");
}
