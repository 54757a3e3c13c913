// What is asked of a report, as the address bar keeps it: a link that is sent to somebody shows them the same. Pure.
import type { By, Compare, Countable } from "../generated/types";

export const SPANS = ["today", "yesterday", "week", "last-week", "month", "last-month", "own"] as const;
export type SpanName = (typeof SPANS)[number];
export const BYS: readonly By[] = ["hour", "day", "weekday", "queue", "team", "result", "channel"];
export const FILTERS = ["queue", "team", "result", "channel"] as const;
export type FilterName = (typeof FILTERS)[number];

export interface Days {
  readonly from: string;
  readonly to: string;
}

export interface Choice {
  readonly span: SpanName;
  /** The days of the span "own"; else what the span's name means today. */
  readonly days: Days;
  readonly by: By;
  readonly compare: Compare | null;
  /** Null: all. An empty text: those that have none. */
  readonly filters: Readonly<Record<FilterName, string | null>>;
}

/** Where the contacts are that a figure counts, in the whole report (null) or in one row of it. */
export type LinkOf = (figure: Countable, row: string | null) => string;

const DAY_MS = 86_400_000;
const COMPARES: readonly Compare[] = ["week", "year"];
const IS_DAY = /^\d{4}-\d{2}-\d{2}$/;
const midday = (day: string): number => Date.parse(`${day}T12:00:00Z`);

/** A day, so many days later. */
export function plusDays(day: string, days: number): string {
  return new Date(midday(day) + days * DAY_MS).toISOString().slice(0, 10);
}

/** What a span's name means on a day. Weeks begin on Monday. */
export function daysOf(span: Exclude<SpanName, "own">, today: string): Days {
  const monday = plusDays(today, -((new Date(midday(today)).getUTCDay() + 6) % 7));
  const first = `${today.slice(0, 8)}01`;
  const before = plusDays(first, -1);
  switch (span) {
    case "today":
      return { from: today, to: today };
    case "yesterday":
      return { from: plusDays(today, -1), to: plusDays(today, -1) };
    case "week":
      return { from: monday, to: today };
    case "last-week":
      return { from: plusDays(monday, -7), to: plusDays(monday, -1) };
    case "month":
      return { from: first, to: today };
    case "last-month":
      return { from: `${before.slice(0, 8)}01`, to: before };
  }
}

/** What the address bar says; what it does not say, or says wrongly, is as at the first visit. */
export function choiceOf(search: string, today: string): Choice {
  const asked = new URLSearchParams(search);
  const [from, to] = [asked.get("from") ?? "", asked.get("to") ?? ""];
  const own = isDay(from) && isDay(to);
  const named = SPANS.find((name) => name === asked.get("span"));
  const span = own ? "own" : named === undefined || named === "own" ? "today" : named;
  return {
    span,
    days: span === "own" ? { from, to } : daysOf(span, today),
    by: BYS.find((name) => name === asked.get("by")) ?? "hour",
    compare: COMPARES.find((name) => name === asked.get("compare")) ?? null,
    filters: { queue: asked.get("queue"), team: asked.get("team"), result: asked.get("result"), channel: asked.get("channel") },
  };
}

function isDay(text: string): boolean {
  return IS_DAY.test(text) && !Number.isNaN(midday(text)) && plusDays(text, 0) === text;
}

/** The address of the page with a choice. A named span keeps its name, so that "last week" is last week next week too. */
export function pageOf(choice: Choice): string {
  const asked = new URLSearchParams();
  if (choice.span === "own") putDays(asked, choice.days);
  else asked.set("span", choice.span);
  asked.set("by", choice.by);
  if (choice.compare !== null) asked.set("compare", choice.compare);
  putFilters(asked, choice);
  return `/reports?${asked}`;
}

/** What the API is asked: days, never names of spans. */
export function askOf(choice: Choice): string {
  const asked = new URLSearchParams();
  putDays(asked, choice.days);
  asked.set("by", choice.by);
  if (choice.compare !== null) asked.set("compare", choice.compare);
  putFilters(asked, choice);
  return asked.toString();
}

/** The page of the contacts that a figure counts, of the whole report or of one row of it. */
export function contactsOf(choice: Choice, figure: Countable, row: string | null = null): string {
  const asked = new URLSearchParams();
  putDays(asked, choice.by === "day" && row !== null ? { from: row, to: row } : choice.days);
  putFilters(asked, choice);
  if (row !== null && choice.by !== "day") asked.set(choice.by, row);
  asked.set("figure", figure);
  return `/reports/contacts?${asked}`;
}

/** A page that has days and no rows of its choice. */
export function daysPageOf(path: string, choice: Choice): string {
  const asked = new URLSearchParams();
  if (choice.span === "own") putDays(asked, choice.days);
  else asked.set("span", choice.span);
  return `${path}?${asked}`;
}

/** The last so many of some days. */
export function atMost(days: Days, most: number): Days {
  const first = plusDays(days.to, 1 - most);
  return days.from < first ? { from: first, to: days.to } : days;
}

/** The page of one agent, or of the contacts behind one of the agent's figures. */
export function agentPageOf(agent: string, choice: Choice, figure: Countable | null = null, day: string | null = null): string {
  const asked = new URLSearchParams();
  if (figure !== null) {
    putDays(asked, day === null ? choice.days : { from: day, to: day });
    asked.set("figure", figure);
  } else if (choice.span === "own") putDays(asked, choice.days);
  else asked.set("span", choice.span);
  return `/reports/agents/${encodeURIComponent(agent)}?${asked}`;
}

function putDays(asked: URLSearchParams, days: Days): void {
  asked.set("from", days.from);
  asked.set("to", days.to);
}

function putFilters(asked: URLSearchParams, choice: Choice): void {
  for (const name of FILTERS) {
    const value = choice.filters[name];
    if (value !== null) asked.set(name, value);
  }
}
