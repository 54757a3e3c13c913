// What is wise to know before one says hello: only what the customer has said or chosen, and how long they have waited.
// Nothing is guessed from a voice. Pure.
import type { ContactView, Language } from "../../generated/types";
import { lengthInWords } from "../../shared/format";
import { type Catalogue, catalogues } from "../../shared/i18n/index";

/** From here on a word of thanks is due, whatever was promised. */
export const LONG_WAIT_MS = 5 * 60_000;
/** Who has waited longer was called back, or came another day: the minutes would only be a number. */
const COUNTED_WAIT_MS = 90 * 60_000;

/** By then the talk has begun, one way or another. */
const BEGUN_MS = 2 * 60_000;

export interface Cue {
  readonly kind: "tellAll" | "upset";
  readonly text: string;
}

/** A first sentence that fits, in the customer's language; ``means`` is it in the reader's when that is another. */
export interface Opening {
  readonly text: string;
  readonly language: Language;
  readonly means: string | null;
}

export function cuesOf(contact: ContactView, t: Catalogue): Cue[] {
  const cues: Cue[] = [];
  if (contact.upset !== null) cues.push({ kind: "upset", text: t.hello.upset(contact.upset) });
  if (contact.tell_all) cues.push({ kind: "tellAll", text: t.hello.tellAll });
  return cues;
}

/** How one might begin, when the wait was long or the customer wants to tell it all; null: as always, or begun already. */
export function openingOf(contact: ContactView, now: number, reader: Language): Opening | null {
  if (contact.answered_at !== null && now - contact.answered_at > BEGUN_MS) return null;
  const waited_ms = (contact.answered_at ?? now) - contact.entered;
  const text = openingIn(contact.language, waited_ms, contact.tell_all);
  if (text === null) return null;
  return { text, language: contact.language, means: contact.language === reader ? null : openingIn(reader, waited_ms, contact.tell_all) };
}

function openingIn(language: Language, waited_ms: number, tellAll: boolean): string | null {
  const t = catalogues[language];
  if (waited_ms < LONG_WAIT_MS) return tellAll ? t.hello.listens : null;
  if (waited_ms > COUNTED_WAIT_MS) return tellAll ? t.hello.thanksLongTellAll : t.hello.thanksLong;
  return (tellAll ? t.hello.thanksTellAll : t.hello.thanks)(lengthInWords(waited_ms, t));
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
