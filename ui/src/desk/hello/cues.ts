// What is wise to know before one says hello: only what the customer has said or chosen, and how long they have waited.
// Nothing is guessed from a voice. Pure.
import type { ContactView } from "../../generated/types";
import { lengthInWords } from "../../shared/format";
import type { Catalogue } from "../../shared/i18n/index";

/** From here on a word of thanks is due, whatever was promised. */
export const LONG_WAIT_MS = 5 * 60_000;

export interface Cue {
  readonly kind: "tellAll" | "upset" | "incident" | "longWait";
  readonly text: string;
}

export function cuesOf(contact: ContactView, now: number, t: Catalogue): Cue[] {
  const cues: Cue[] = [];
  if (contact.upset !== null) cues.push({ kind: "upset", text: t.hello.upset(contact.upset) });
  if (contact.tell_all) cues.push({ kind: "tellAll", text: t.hello.tellAll });
  if (contact.incident_id !== null) cues.push({ kind: "incident", text: t.hello.incident });
  const waited = (contact.answered_at ?? now) - contact.entered;
  if (waited >= LONG_WAIT_MS) cues.push({ kind: "longWait", text: t.hello.longWait(lengthInWords(waited, t)) });
  return cues;
}

export const RATES = [1, 1.25, 1.5, 2] as const;
export type Rate = (typeof RATES)[number];

/** The next faster speed; after the fastest comes the ordinary one. */
export function fasterThan(rate: Rate): Rate {
  return RATES[(RATES.indexOf(rate) + 1) % RATES.length] ?? 1;
}

/** A remembered speed, or the ordinary one. */
export function rateOf(text: string | null): Rate {
  return RATES.find((rate) => String(rate) === text) ?? 1;
}
