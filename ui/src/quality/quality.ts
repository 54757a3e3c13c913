// Forms and answers, reckoned as the server does it, so that the page can say what it comes to while it is being written.
// Pure.
import type { Given, Language, Question, Scale, ScoringForm, Words } from "../generated/types";
import { languages } from "../shared/i18n/index";

export const TOP: Readonly<Record<Scale, number>> = { yes_no: 1, to_three: 3, to_five: 5 };

/** A text in the reader's language, else in any that there is. */
export function textOf(words: Words, language: Language): string {
  return words[language] || languages.map((each) => words[each]).find((text) => text !== "") || "";
}

/** The language that ``textOf`` found, for whoever reads it aloud. */
export function languageOf(words: Words, language: Language): Language {
  return words[language] ? language : (languages.find((each) => words[each] !== "") ?? language);
}

export function questionsOf(form: ScoringForm): readonly Question[] {
  return form.sections.flatMap((section) => section.questions);
}

/** The answers that can be chosen: 0 to the top. */
export function valuesOf(question: Question): readonly number[] {
  return Array.from({ length: TOP[question.scale] + 1 }, (_, value) => value);
}

export interface Came {
  /** Null while nothing that applies is answered. */
  readonly hundredths: number | null;
  readonly failed: readonly string[];
  readonly left: number;
}

/** What the answers come to so far. */
export function cameTo(form: ScoringForm, given: ReadonlyMap<string, number | null>): Came {
  const questions = questionsOf(form);
  const left = questions.filter((each) => !given.has(each.id)).length;
  const failed = questions.filter((each) => each.critical && given.get(each.id) === 0).map((each) => each.id);
  if (failed.length > 0) return { hundredths: 0, failed, left };
  return { hundredths: whole(questions, given), failed, left };
}

function whole(questions: readonly Question[], given: ReadonlyMap<string, number | null>): number | null {
  let earned = 0;
  let possible = 0;
  for (const each of questions) {
    const value = given.get(each.id);
    if (value === undefined || value === null) continue;
    // Sixtieths are whole for every scale, so nothing is lost on the way.
    earned += (each.counts * value * 60) / TOP[each.scale];
    possible += each.counts * 60;
  }
  return possible === 0 ? null : Math.floor((earned * 10_000) / possible + 0.5);
}

/** Of the whole, how much a question can give: 0 to 1. */
export function shareOf(question: Question, form: { readonly sections: readonly { readonly questions: readonly Question[] }[] }): number {
  const all = form.sections.flatMap((section) => section.questions).reduce((sum, each) => sum + each.counts, 0);
  return all === 0 ? 0 : question.counts / all;
}

/** What a key means for a question: an answer, "does not apply" (null), or nothing (undefined). */
export function answerOfKey(key: string, question: Question): number | null | undefined {
  if (key.toLowerCase() === "n") return question.may_not_apply ? null : undefined;
  const value = /^[0-5]$/.test(key) ? Number(key) : NaN;
  return value <= TOP[question.scale] ? value : undefined;
}

export function givenMap(given: readonly Given[]): Map<string, number | null> {
  return new Map(given.map((each) => [each.question_id, each.value]));
}

/** In the order of the form, so that the same answers are always the same text. */
export function givenList(form: ScoringForm, given: ReadonlyMap<string, number | null>): Given[] {
  return questionsOf(form)
    .filter((each) => given.has(each.id))
    .map((each) => ({ question_id: each.id, value: given.get(each.id) ?? null }));
}

/** A new id for a question, section or mark: short, and not used already. */
export function newId(prefix: string, used: Iterable<string>): string {
  const taken = new Set(used);
  for (let number = taken.size + 1; ; number += 1) if (!taken.has(`${prefix}${number}`)) return `${prefix}${number}`;
}

/** A list in which the one at ``index`` has changed places with its neighbour. */
export function moved<T>(list: readonly T[], index: number, by: -1 | 1): readonly T[] {
  const next = [...list];
  const [one, other] = [next[index], next[index + by]];
  if (one === undefined || other === undefined) return list;
  next[index] = other;
  next[index + by] = one;
  return next;
}
