// A walk through a flow as far as a caller has come: the server walks to the end in silence, the page stops at the question
// that has not been answered yet. Pure.
import type { TryAnswer, TryStep } from "../../generated/types";

export interface Shown {
  readonly steps: readonly TryStep[];
  /** The question that waits for a key; null when the walk is over. */
  readonly waits: TryStep | null;
}

const isQuestion = (step: TryStep): boolean => step.node === "Menu" || step.node === "ChooseLanguage";

/** What has happened after ``pressed`` questions were answered. */
export function shownOf(answer: TryAnswer, pressed: number): Shown {
  const questions = answer.steps.map((step, at) => ({ step, at })).filter(({ step }) => isQuestion(step));
  const next = questions[pressed];
  if (next === undefined) return { steps: answer.steps, waits: null };
  return { steps: answer.steps.slice(0, next.at), waits: next.step };
}
