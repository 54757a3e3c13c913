// From a contact's events to sentences: which kinds are told, and with which words. Pure; the sentences themselves are
// the catalogues'.
import type { AnyEvent, ContactHistory } from "../generated/types";
import { clock, range } from "./format";
import type { Catalogue } from "./i18n/index";

export type ContactEventKind = Extract<
  AnyEvent["kind"],
  | "ContactArrived"
  | "WaitTold"
  | "OfferMade"
  | "OfferAccepted"
  | "OfferDeclined"
  | "OfferExpired"
  | "OfferWithdrawn"
  | "ContactReturned"
  | "ContactMoved"
  | "ContactHeld"
  | "ContactResumed"
  | "ContactEnded"
  | "ContactDescribed"
  | "PlaceResumed"
  | "RecordingDeclined"
  | "RecordingKept"
  | "RecordingLost"
  | "WrapUpStarted"
  | "WrapUpFinished"
  | "BreathStarted"
  | "MoreTimeTaken"
>;

/** What a sentence may speak of, already as words in the reader's language. */
export interface TimelineWords {
  agent: string;
  queue: string;
  channel: string;
  place: string;
  range: string | null;
  outcome: string;
  by: string;
  duration: string;
  result: string | null;
}

export type Tone = "plain" | "mine" | "talk" | "late" | "danger";

export interface Happening {
  readonly seq: number;
  readonly at: number;
  /** Since the contact came in, in milliseconds. */
  readonly after_ms: number;
  readonly sentence: string;
  readonly why: string | null;
  readonly tone: Tone;
  readonly kind: ContactEventKind;
}

/** How names of queues and agents are found: ids are all that the journal has. */
export interface Names {
  queue(id: string): string;
  agent(id: string): string;
  result(id: string): string;
}

const TONES: Partial<Record<ContactEventKind, Tone>> = {
  OfferMade: "mine",
  OfferAccepted: "talk",
  ContactResumed: "talk",
  OfferDeclined: "late",
  OfferExpired: "late",
  ContactReturned: "late",
  RecordingLost: "danger",
};

/** The contact's story, in order. Events of kinds that say nothing about the contact are left out. */
export function timelineOf(history: ContactHistory, t: Catalogue, names: Names): Happening[] {
  const began = history.contact.entered;
  const told: Happening[] = [];
  for (const { seq, event } of history.events) {
    if (!isTold(event, t)) continue;
    told.push({
      seq,
      at: event.at,
      after_ms: Math.max(0, event.at - began),
      sentence: t.timeline[event.kind](wordsOf(event, t, names)),
      why: whyOf(event, t),
      tone: toneOf(event),
      kind: event.kind,
    });
  }
  return told;
}

type ToldEvent = Extract<AnyEvent, { kind: ContactEventKind }>;

function isTold(event: AnyEvent, t: Catalogue): event is ToldEvent {
  return event.kind in t.timeline;
}

function wordsOf(event: ToldEvent, t: Catalogue, names: Names): TimelineWords {
  return {
    agent: "agent_id" in event ? names.agent(event.agent_id) : "",
    queue: "queue_id" in event ? names.queue(event.queue_id) : "",
    channel: event.kind === "ContactArrived" ? t.channels[event.channel] : "",
    place: event.kind === "WaitTold" ? String(event.place) : "",
    range: event.kind === "WaitTold" ? range(event.low_ms, event.high_ms, t) : null,
    outcome: event.kind === "ContactEnded" ? t.outcomes[event.outcome] : "",
    by: event.kind === "ContactEnded" ? t.contact.by[event.ended_by] : "",
    duration: event.kind === "RecordingKept" ? clock(event.duration_ms) : "",
    result: event.kind === "WrapUpFinished" || event.kind === "ContactDescribed" ? resultOf(event.disposition, names) : null,
  };
}

function resultOf(disposition: string | null, names: Names): string | null {
  return disposition === null ? null : names.result(disposition);
}

function whyOf(event: ToldEvent, t: Catalogue): string | null {
  if (event.kind === "WaitTold") return event.grown === null ? null : t.reasons[event.grown];
  if (event.kind === "ContactEnded") return event.cause === "hung_up" ? null : t.reasons[event.cause];
  if (event.kind === "RecordingLost") return event.reason;
  if (event.kind === "OfferDeclined" || event.kind === "OfferWithdrawn") return t.reasons[event.reason];
  return null;
}

function toneOf(event: ToldEvent): Tone {
  if (event.kind === "ContactEnded") {
    if (event.outcome === "lost") return "danger";
    return event.outcome === "served" ? "plain" : "late";
  }
  return TONES[event.kind] ?? "plain";
}
