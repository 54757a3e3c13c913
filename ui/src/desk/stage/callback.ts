// A callback at the desk: which attempt it is, what is known of it before the customer is called, and what came of the
// last attempt, as the contact's story has it. Pure.
import type { AnyEvent, CallMiss, CallbackView, ContactView, Language } from "../../generated/types";
import { timeSeenFrom } from "../../shared/format";
import type { Catalogue } from "../../shared/i18n/index";

/** The core's rule: so many attempts are made. */
export const MOST_ATTEMPTS = 3;

/** What came of calling a customer who was not reached. */
export type Attempt =
  | { readonly kind: "missed"; readonly at: number; readonly miss: CallMiss; readonly again_at: number | null }
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

/** How the last attempt ended; null while it is not known, and when the customer answered. */
export function lastAttempt(events: readonly AnyEvent[]): Attempt | null {
  const dialled = events.findLastIndex((event) => event.kind === "CallbackDialled");
  if (dialled === -1) return null;
  for (const event of events.slice(dialled + 1)) {
    if (event.kind === "CallbackMissed") return { kind: "missed", at: event.at, miss: event.miss, again_at: event.again_at };
    if (event.kind === "ContactReturned") return { kind: "stopped", at: event.at };
  }
  return null;
}

/** The same as a calm line: why not, and when it is tried again. */
export function attemptLine(attempt: Attempt, t: Catalogue, language: Language, timeZone?: string): string {
  const words = t.callback;
  if (attempt.kind === "stopped") return words.stopped;
  const then = attempt.again_at === null ? words.last : words.again(timeSeenFrom(attempt.at, attempt.again_at, language, timeZone));
  return `${words.missed[attempt.miss]} ${then}`;
}
