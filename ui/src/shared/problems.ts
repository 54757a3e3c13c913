// A Problem as a sentence: the server says what to do in the reader's language; when it cannot be reached, we do.
import type { Problem } from "../generated/types";
import { ApiProblem } from "./api";
import type { Catalogue } from "./i18n/index";

export function problemOf(error: unknown): Problem {
  if (error instanceof ApiProblem) return error.problem;
  return { code: "other", detail: "", what_to_do: "", request_id: "" };
}

/** Nobody's fault and nothing to do: the caller hung up while the key was pressed. */
export function isNobodysFault(problem: Problem): boolean {
  return problem.code === "offer_is_over" && problem.detail === "customer_left";
}

const CALM: ReadonlySet<string> = new Set(["nobody_to_help", "already_taken_over", "ask_is_over", "agent_not_available", "already_asking", "answer_at_your_phone"]);

/** Nothing is broken: people were elsewhere, or somebody was first. Told plainly, without a code. */
export function isCalm(problem: Problem): boolean {
  return isNobodysFault(problem) || CALM.has(problem.code);
}

export function problemSentence(problem: Problem, t: Catalogue): string {
  if (isNobodysFault(problem)) return t.problems.customerLeft;
  if (problem.code === "unreachable") return t.problems.unreachable;
  return problem.what_to_do || t.problems.other;
}
