// A callback at the desk: which attempt it is, what is known of it before the customer is called, and what came of the
// last attempt, as the contact's story has it. Pure.
import type { AnyEvent, CallMiss, CallbackView, ContactView, Language } from "../../generated/types";
import { timeSeenFrom } from "../../shared/format";
import type { Catalogue } from "../../shared/i18n/index";

/** The core's rule: so many attempts are made. */
export const MOST_ATTEMPTS = 3;

/** What came of calling a customer who was not reached. */
export type Attempt =
  | { readonly kind: "missed"; readonly at: number; readonly miss: CallMiss; readonly again_at: number | null; readonly isOurs: boolean }
  | { readonly kind: "stopped"; readonly at: number };

/** The attempt that is made now, or that is made when the agent says so. */
export function attemptNow(callback: CallbackView, phase: ContactView["phase"]): number {
  return phase === "dialling" ? callback.attempts : callback.attempts + 1;
}

/** What is said of a callback beside who it is: when it was asked for, how soon it is wanted, which attempt it is. */
export function callbackFacts(contact: ContactView, now: number, t: Catalogue, language: Language, timeZone?: string): string[] {
  const { callback, phase } = contact;
  if (callback === null) return [];
  const said = (at: number): string => timeSeenFrom(now, at, language, timeZone);
  return [
    t.callback.asked(said(callback.asked)),
    ...(callback.until_at === null ? [] : [t.callback.before(said(callback.until_at))]),
    t.callback.attempt(attemptNow(callback, phase), MOST_ATTEMPTS),
  ];
}

const NO_ATTEMPT: ReadonlySet<AnyEvent["kind"]> = new Set(["CallbackAnswered", "OfferDeclined", "OfferExpired", "OfferWithdrawn"]);

/**
 * How the attempt ended that was offered at ``since``: "none" when there was none or the customer answered; null while the
 * story does not have it yet.
 */
export function attemptSince(since: number, events: readonly AnyEvent[]): Attempt | "none" | null {
  const isOurs = events.some((event) => event.kind === "CalledOut");
  for (const event of events) {
    if (event.at < since) continue;
    if (event.kind === "CallbackMissed") return { kind: "missed", at: event.at, miss: event.miss, again_at: event.again_at, isOurs };
    if (event.kind === "ContactReturned") return { kind: "stopped", at: event.at };
    if (NO_ATTEMPT.has(event.kind)) return "none";
  }
  return null;
}

/** The same as a calm line: why not, and when it is tried again. */
export function attemptLine(attempt: Attempt, t: Catalogue, language: Language, timeZone?: string): string {
  const words = t.callback;
  if (attempt.kind === "stopped") return words.stopped;
  if (attempt.isOurs) return words.missed[attempt.miss];
  const then = attempt.again_at === null ? words.last : words.again(timeSeenFrom(attempt.at, attempt.again_at, language, timeZone));
  return `${words.missed[attempt.miss]} ${then}`;
}
