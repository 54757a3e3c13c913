// What the page of changes asks for and says, and what happens when two people edit the same thing.
import { expect, test } from "vitest";

import { ALL, conflictIn, pathOf, sectionName, valueOf, whatOf, whoOf } from "../src/admin/history/history";
import { ApiProblem } from "../src/shared/api";
import { catalogues, languages } from "../src/shared/i18n/index";

test("a page of changes is asked for by what was chosen", () => {
  expect(pathOf(ALL, null)).toBe("/api/changes");
  expect(pathOf({ section: "queues", by: "account:a1", since: "" }, 70)).toBe("/api/changes?section=queues&by=account%3Aa1&below=70");
  expect(pathOf({ ...ALL, since: "2026-11-22" }, null)).toBe(`/api/changes?since=${new Date("2026-11-22T00:00").getTime()}`);
});

test("who it was is a name, somebody who is gone, or nobody", () => {
  const t = catalogues.en;
  expect(whoOf({ by: "account:a1", by_name: "Anna" }, t)).toBe("Anna");
  expect(whoOf({ by: "account:a1", by_name: "" }, t)).toBe("somebody who is gone");
  expect(whoOf({ by: "system", by_name: "" }, t)).toBe("by itself");
});

test("each part has a name in each language, and one that is unknown its own", () => {
  const known = Object.keys(catalogues.en.history.sections);
  for (const language of languages) expect(Object.keys(catalogues[language].history.sections)).toEqual(known);
  expect(sectionName("kings", catalogues.sv)).toBe("kings");
  expect(whatOf({ section: "queues", key: "retur" }, catalogues.sv)).toBe("Köer: retur");
  expect(whatOf({ section: "company", key: "" }, catalogues.nb)).toBe("Bedriften");
});

test("an instant is told as day and time, and nothing else is", () => {
  const at = new Date(2026, 0, 5, 15, 49).getTime();
  expect(valueOf("until_at", String(at), "sv")).toBe("5 jan. 15:49");
  expect(valueOf("number", String(at), "sv")).toBe(String(at));
  expect(valueOf("until_at", "soon", "sv")).toBe("soon");
});

test("only a change by somebody else is a conflict", () => {
  const problem = { code: "setting_changed", detail: "", what_to_do: "", request_id: "", revision: "r2", changed_by: "Anna" };
  expect(conflictIn(new ApiProblem(problem, 409))?.changed_by).toBe("Anna");
  expect(conflictIn(new ApiProblem({ ...problem, code: "bad_settings" }, 409))).toBeNull();
  expect(conflictIn(new Error("x"))).toBeNull();
});
