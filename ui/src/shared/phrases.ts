// The team's phrases as they are shown: in one language, with what is known filled in. Pure.
import type { Language, Moment, Phrase } from "../generated/types";

/** All moments, as a talk goes; what may come at any time stands last. */
export const MOMENTS: readonly Moment[] = [
  "greet",
  "let_finish",
  "say_back",
  "check",
  "solve",
  "confirm",
  "close",
  "hold",
  "transfer",
  "long_wait",
  "yes_no",
];

export interface Fillings {
  readonly agent: string;
  readonly company: string;
  /** For how many whole minutes the customer waited; null: nothing worth saying. */
  readonly minutes: number | null;
}

export interface ShownPhrase {
  readonly id: string;
  readonly text: string;
}

const PLACEHOLDER = /\{(agent|company|minutes)\}/g;
/** "1 minutes" is wrong in every language, and a minute is no long wait. */
const FEWEST_MINUTES = 2;
/** Who has waited longer was called back, or came another day: the minutes would only be a number. */
const MOST_MINUTES = 90;

export function minutesOf(waited_ms: number): number | null {
  const minutes = Math.floor(waited_ms / 60_000);
  return minutes < FEWEST_MINUTES || minutes > MOST_MINUTES ? null : minutes;
}

/** The text with everything filled in; null when something that it names is not known. */
export function filled(text: string, fillings: Fillings): string | null {
  let whole = true;
  const said = text.replace(PLACEHOLDER, (_, name: keyof Fillings) => {
    const value = fillings[name];
    if (value === null || value === "") whole = false;
    return String(value ?? "");
  });
  return whole ? said : null;
}

/** What can be said at a moment in a language, in the team's order. */
export function sayable(all: readonly Phrase[], moment: Moment, language: Language, fillings: Fillings): ShownPhrase[] {
  return all
    .filter((phrase) => phrase.moment === moment && phrase[language] !== "")
    .map((phrase) => ({ id: phrase.id, text: filled(phrase[language], fillings) }))
    .filter((shown): shown is ShownPhrase => shown.text !== null);
}

export function ofMoment(all: readonly Phrase[], moment: Moment): Phrase[] {
  return all.filter((phrase) => phrase.moment === moment);
}

/** What a phrase is called where it is not shown whole: its words in the reader's language, else in any. */
export function nameOf(phrase: Phrase, language: Language): string {
  return phrase[language] || phrase.sv || phrase.nb || phrase.en;
}

/** The ids of a moment when one has changed places with its neighbour; null when it has none there. */
export function movedIds(list: readonly Phrase[], id: string, by: -1 | 1): string[] | null {
  const ids = list.map((phrase) => phrase.id);
  const from = ids.indexOf(id);
  const to = from + by;
  if (from < 0 || to < 0 || to >= ids.length) return null;
  ids.splice(to, 0, ...ids.splice(from, 1));
  return ids;
}
