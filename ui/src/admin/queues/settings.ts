// A queue's settings as they stand in the fields. Pure: what is typed, what is wrong with it, what is sent.
import type { OpenSpan, QueueBody, QueueRow } from "../../generated/types";
import { type Week, spansOf, weekOf } from "../hours/week";
import { skillsOf, skillsText } from "../skills";

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;
const DAY_S = 86_400;

type Typed = string | number;

export interface Rule {
  readonly minutes: Typed;
  readonly queue_id: string;
}

export interface Fields {
  readonly name: string;
  readonly promise_s: Typed;
  readonly skills: string;
  readonly ring_s: Typed;
  readonly wrapUp_s: Typed;
  readonly breath_s: Typed;
  readonly tell_s: Typed;
  readonly resume_min: Typed;
  readonly holdRemind_s: Typed;
  readonly holdLimit_s: Typed;
  readonly mostWaiting: Typed;
  readonly callbacks: boolean;
  readonly asksRating: boolean;
  readonly overflow: readonly Rule[];
  readonly byHours: boolean;
  readonly week: Week;
  readonly follows: boolean;
}

export type FieldFault = "name" | "promise" | "number" | "minutes" | "twice" | "self" | "queue";
/** What is wrong, by field; a rule's by its number, as "overflow 0". */
export type Faults = Readonly<Record<string, FieldFault>>;

export function fieldsOf({ settings, follows_calendar }: QueueRow): Fields {
  return {
    name: settings.name,
    promise_s: settings.promise_ms / SECOND_MS,
    skills: skillsText(settings.required_skills),
    ring_s: settings.ring_timeout_ms / SECOND_MS,
    wrapUp_s: settings.wrap_up_ms / SECOND_MS,
    breath_s: settings.breath_ms / SECOND_MS,
    tell_s: settings.tell_every_ms / SECOND_MS,
    resume_min: settings.resume_ms / MINUTE_MS,
    holdRemind_s: settings.hold_remind_ms / SECOND_MS,
    holdLimit_s: settings.hold_limit_ms / SECOND_MS,
    mostWaiting: settings.most_waiting,
    callbacks: settings.callbacks,
    asksRating: settings.asks_rating,
    overflow: settings.overflow.map((rule) => ({ minutes: rule.after_ms / MINUTE_MS, queue_id: rule.queue_id })),
    byHours: settings.opening_hours.length > 0,
    week: weekOf(settings.opening_hours),
    follows: follows_calendar,
  };
}

/** What is sent to have a queue as it was. */
export function bodyOfRow(row: QueueRow): QueueBody {
  return bodyOf(fieldsOf(row), row);
}

export function bodyOf(fields: Fields, row: QueueRow): QueueBody {
  return {
    name: fields.name.trim(),
    channel: row.settings.channel,
    promise_ms: Math.round(Number(fields.promise_s) * SECOND_MS),
    required_skills: skillsOf(fields.skills),
    ring_timeout_ms: Number(fields.ring_s) * SECOND_MS,
    wrap_up_ms: Number(fields.wrapUp_s) * SECOND_MS,
    breath_ms: Number(fields.breath_s) * SECOND_MS,
    tell_every_ms: Number(fields.tell_s) * SECOND_MS,
    resume_ms: Math.round(Number(fields.resume_min) * MINUTE_MS),
    hold_remind_ms: Number(fields.holdRemind_s) * SECOND_MS,
    hold_limit_ms: Number(fields.holdLimit_s) * SECOND_MS,
    most_waiting: Number(fields.mostWaiting),
    callbacks: fields.callbacks,
    asks_rating: fields.asksRating,
    overflow: fields.overflow
      .map((rule) => ({ after_ms: Math.round(Number(rule.minutes) * MINUTE_MS), queue_id: rule.queue_id }))
      .sort((a, b) => a.after_ms - b.after_ms),
    opening_hours: hoursOf(fields),
    follows_calendar: fields.follows,
  };
}

function hoursOf(fields: Fields): OpenSpan[] {
  return fields.byHours ? spansOf(fields.week).spans : [];
}

/** Everything that is wrong with the fields; the week says what is wrong with itself. */
export function faultsOf(fields: Fields, id: string): Faults {
  const faults: Record<string, FieldFault> = {};
  if (fields.name.trim() === "") faults["name"] = "name";
  if (!isAtLeast(fields.promise_s, 1) || Number(fields.promise_s) > DAY_S) faults["promise_s"] = "promise";
  if (!isAtLeast(fields.ring_s, 1)) faults["ring_s"] = "number";
  for (const field of ["wrapUp_s", "breath_s", "tell_s", "holdRemind_s", "holdLimit_s", "mostWaiting"] as const) {
    if (!isAtLeast(fields[field], 0) || !Number.isInteger(Number(fields[field]))) faults[field] = "number";
  }
  if (!isAtLeast(fields.resume_min, 0)) faults["resume_min"] = "number";
  for (const [n, rule] of fields.overflow.entries()) {
    const wrong = ruleFault(rule, fields.overflow.slice(0, n), id);
    if (wrong !== null) faults[`overflow ${n}`] = wrong;
  }
  return faults;
}

function ruleFault(rule: Rule, before: readonly Rule[], id: string): FieldFault | null {
  if (!isAtLeast(rule.minutes, 0) || Number(rule.minutes) === 0) return "minutes";
  if (rule.queue_id === "") return "queue";
  if (rule.queue_id === id) return "self";
  return before.some((other) => other.queue_id === rule.queue_id) ? "twice" : null;
}

function isAtLeast(value: Typed | null, least: number): boolean {
  return value !== null && value !== "" && Number.isFinite(Number(value)) && Number(value) >= least;
}

/** Whether the settings could be sent. */
export function isSound(fields: Fields, id: string): boolean {
  return Object.keys(faultsOf(fields, id)).length === 0 && (!fields.byHours || spansOf(fields.week).faults.length === 0);
}
