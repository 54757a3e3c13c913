// A Problem as a sentence: the page's own words for the codes it knows, else what the server says to do.
import type { Problem } from "../generated/types";
import { ApiProblem } from "./api";
import type { Catalogue } from "./i18n/index";

export function problemOf(error: unknown): Problem {
  if (error instanceof ApiProblem) return error.problem;
  return { code: "other", detail: "", what_to_do: "", request_id: "" };
}

export function problemSentence(problem: Problem, t: Catalogue): string {
  const known: Record<string, string> = t.problems;
  return known[problem.code] ?? (problem.what_to_do || t.problems.other);
}
