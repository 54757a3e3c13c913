// From a contact's events to sentences: which kinds are told, and with which words. Pure; the sentences themselves are
// the catalogues'.
import type { AnyEvent, ContactHistory, Door, EndCause, Language, Outcome, Part, Purpose, StatementForm } from "../generated/types";
import { clock, range, timeSeenFrom } from "./format";
import type { Catalogue } from "./i18n/index";

export type ContactEventKind = Extract<
  AnyEvent["kind"],
  | "ContactArrived"
  | "ContactQueued"
  | "ContactRefused"
  | "ContactOverflowed"
  | "CallbackAsked"
  | "CallbackPostponed"
  | "CallbackDue"
  | "CallbackDialled"
  | "CallbackAnswered"
  | "CallbackMissed"
  | "StatementKept"
  | "ContactTied"
  | "WaitTold"
  | "OfferMade"
  | "OfferAccepted"
  | "OfferDeclined"
  | "OfferExpired"
  | "OfferWithdrawn"
  | "ContactReturned"
  | "ContactMoved"
  | "CalledOut"
  | "PartyAsked"
  | "PartyCame"
  | "PartyChanged"
  | "PartyWent"
  | "ContactHandedOver"
  | "ContactLeftToColleague"
  | "ContactLeftOutside"
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
  /** Who asked the agent, or had the customer before; empty: nobody had. */
  from: string;
  queue: string;
  channel: string;
  place: string;
  range: string | null;
  outcome: string;
  by: string;
  duration: string;
  result: string | null;
  /** Said while one talked on or afterwards; null: nothing was said of it. */
  solved: boolean | null;
  /** A time that is spoken of: when it opens, when they are called. */
  time: string | null;
  /** The end of a window that begins at ``time``. */
  until: string | null;
  chosen: boolean;
  entering: boolean;
  onLine: boolean;
  choices: string;
  door: Door;
  attempt: number;
  purpose: Purpose;
  part: Part;
  /** Back in line because the colleague who was asked did not come. */
  nobodyCame: boolean;
  form: StatementForm;
  upset: number | null;
  tellAll: boolean;
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
  ContactRefused: "late",
  CallbackDialled: "mine",
  CallbackAnswered: "talk",
  CallbackMissed: "late",
  CalledOut: "mine",
  ContactHandedOver: "talk",
};

const PLAIN_ENDS: ReadonlySet<Outcome> = new Set<Outcome>(["served", "informed", "joined"]);

/** What a reader is: the words, and the language that times are written in. */
export interface Reader {
  readonly t: Catalogue;
  readonly language: Language;
  readonly timeZone?: string;
}

/**
 * The contact's story, in order. Events of kinds that say nothing about the contact are left out, and so is that an
 * agent accepted somebody who is called back: that the agent called is what happened.
 */
export function timelineOf(history: ContactHistory, by: Reader, names: Names): Happening[] {
  const t = by.t;
  const began = history.contact.entered;
  const told: Happening[] = [];
  for (const [n, { seq, event }] of history.events.entries()) {
    if (!isTold(event, t)) continue;
    if (event.kind === "OfferAccepted" && history.events[n + 1]?.event.kind === "CallbackDialled") continue;
    told.push({
      seq,
      at: event.at,
      after_ms: Math.max(0, event.at - began),
      sentence: begun(t.timeline[event.kind](wordsOf(event, by, names))),
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

function wordsOf(event: ToldEvent, by: Reader, names: Names): TimelineWords {
  const t = by.t;
  return {
    agent: "agent_id" in event ? (event.agent_id === null ? t.outsider : names.agent(event.agent_id)) : "",
    from: fromOf(event, names),
    queue: "queue_id" in event ? names.queue(event.queue_id) : "",
    channel: event.kind === "ContactArrived" ? t.channels[event.channel] : "",
    place: event.kind === "WaitTold" ? String(event.place) : "",
    range: event.kind === "WaitTold" ? range(event.low_ms, event.high_ms, t) : null,
    outcome: event.kind === "ContactEnded" ? t.outcomes[event.outcome] : "",
    by: event.kind === "ContactEnded" ? t.contact.by[event.ended_by] : "",
    duration: "duration_ms" in event ? clock(event.duration_ms) : "",
    result: event.kind === "WrapUpFinished" || event.kind === "ContactDescribed" ? resultOf(event.disposition, names) : null,
    solved: event.kind === "ContactDescribed" ? event.solved : null,
    ...timesOf(event, by),
    chosen: event.kind === "CallbackPostponed" && event.chosen,
    entering: event.kind === "ContactArrived" && event.entering,
    onLine: event.kind !== "ContactArrived" || event.on_line,
    choices: "choices" in event ? event.choices.join(", ") : "",
    door: event.kind === "ContactRefused" ? event.door : "closed",
    attempt: "attempt" in event ? event.attempt : 0,
    purpose: "purpose" in event ? event.purpose : "consult",
    part: "part" in event ? event.part : "aside",
    nobodyCame: event.kind === "ContactReturned" && event.reason === "nobody_came",
    form: event.kind === "StatementKept" ? event.form : "text",
    upset: event.kind === "StatementKept" ? event.upset : null,
    tellAll: event.kind === "StatementKept" && event.tell_all,
  };
}

function fromOf(event: ToldEvent, names: Names): string {
  const id = event.kind === "PartyAsked" ? event.asked_by : event.kind === "ContactHandedOver" ? event.from_agent_id : null;
  return id === null ? "" : names.agent(id);
}

/** A sentence begins with a capital, also when somebody without a name is first in it. */
function begun(sentence: string): string {
  return sentence.charAt(0).toLocaleUpperCase() + sentence.slice(1);
}

function timesOf(event: ToldEvent, { language, timeZone }: Reader): { time: string | null; until: string | null } {
  const said = (at: number | null): string | null => (at === null ? null : timeSeenFrom(event.at, at, language, timeZone));
  if (event.kind === "ContactRefused") return { time: said(event.opens), until: null };
  if (event.kind === "CallbackMissed") return { time: said(event.again_at), until: null };
  if (event.kind === "CallbackPostponed") return { time: said(event.from_at), until: said(event.until_at) };
  return { time: null, until: null };
}

function resultOf(disposition: string | null, names: Names): string | null {
  return disposition === null ? null : names.result(disposition);
}

function whyOf(event: ToldEvent, t: Catalogue): string | null {
  if (event.kind === "WaitTold") return event.grown === null ? null : t.reasons[event.grown];
  if (event.kind === "ContactEnded") return isSaidAlready(event.cause) ? null : t.reasons[event.cause];
  if (event.kind === "CallbackMissed") return t.misses[event.miss];
  if (event.kind === "PartyWent") return t.went[event.reason];
  if (event.kind === "RecordingLost") return event.reason;
  if (event.kind === "OfferDeclined" || event.kind === "OfferWithdrawn") return t.reasons[event.reason];
  return null;
}

/** These causes say nothing that the outcome does not. */
function isSaidAlready(cause: EndCause): cause is "hung_up" | "told_when_solved" | "not_reached" | "joined" {
  return cause === "hung_up" || cause === "told_when_solved" || cause === "not_reached" || cause === "joined";
}

function toneOf(event: ToldEvent): Tone {
  if (event.kind === "ContactEnded") {
    if (event.outcome === "lost") return "danger";
    return PLAIN_ENDS.has(event.outcome) ? "plain" : "late";
  }
  return TONES[event.kind] ?? "plain";
}
