// What answers come to on the page is what the server reckons; keys mean what the form lets them mean.
import { describe, expect, it } from "vitest";

import type { Question, ScoringForm } from "../src/generated/types";
import { catalogues } from "../src/shared/i18n/index";
import { answerOfKey, cameTo, givenList, givenMap, languageOf, newId, shareOf, textOf, valuesOf } from "../src/quality/quality";
import { routeOf } from "../src/shared/route";

function question(id: string, more: Partial<Question> = {}): Question {
  const words = { sv: id, nb: "", en: "" };
  return { id, words, hint: { sv: "", nb: "", en: "" }, scale: "yes_no", counts: 1, may_not_apply: false, critical: false, ...more };
}

const LISTENS = question("listens", { scale: "to_five", counts: 2 });
const GREETS = question("greets");
const IDENTITY = question("identity", { critical: true, may_not_apply: true });
const FORM: ScoringForm = {
  id: "f", version: 1, words: { sv: "F", nb: "", en: "" }, passes_at: 70, archived: false, changed_at: 0, changed_by: "", demo: false,
  sections: [{ id: "s", words: { sv: "S", nb: "", en: "" }, questions: [LISTENS, GREETS, IDENTITY] }],
};
const said = (values: Record<string, number | null>): Map<string, number | null> => new Map(Object.entries(values));

describe("what answers come to", () => {
  // The same rows stand in tests/features/test_quality_scoring.py.
  it.each([
    [{ listens: 5, greets: 1, identity: 1 }, 10000],
    [{ listens: 4, greets: 1, identity: 1 }, 9000],
    [{ listens: 4, greets: 0, identity: null }, 5333],
    [{ listens: 5, greets: 1, identity: 0 }, 0],
    [{}, null],
  ])("is the server's figure: %j", (values, hundredths) => {
    expect(cameTo(FORM, said(values as Record<string, number | null>)).hundredths).toBe(hundredths);
  });

  it("names the criticals that failed and counts what is left", () => {
    expect(cameTo(FORM, said({ identity: 0 }))).toEqual({ hundredths: 0, failed: ["identity"], left: 2 });
  });

  it("lists answers in the form's order, whatever was pressed first", () => {
    const given = said({ identity: null, listens: 3 });
    expect(givenList(FORM, given)).toEqual([{ question_id: "listens", value: 3 }, { question_id: "identity", value: null }]);
    expect(givenMap(givenList(FORM, given))).toEqual(said({ listens: 3, identity: null }));
  });

  it("shares the whole among the questions", () => {
    expect(shareOf(LISTENS, FORM)).toBe(0.5);
    expect(valuesOf(question("q", { scale: "to_three" }))).toEqual([0, 1, 2, 3]);
  });
});

describe("keys", () => {
  it("answer on the question's own scale, and nothing beside it", () => {
    expect(["0", "1", "2", "5", "6", "x"].map((key) => answerOfKey(key, LISTENS))).toEqual([0, 1, 2, 5, undefined, undefined]);
    expect(["0", "1", "2"].map((key) => answerOfKey(key, GREETS))).toEqual([0, 1, undefined]);
  });

  it("say that it does not apply only where that can be", () => {
    expect(answerOfKey("n", IDENTITY)).toBeNull();
    expect(answerOfKey("N", IDENTITY)).toBeNull();
    expect(answerOfKey("n", LISTENS)).toBeUndefined();
  });
});

describe("words", () => {
  it("are the reader's, else any that there are, and marked as what they are", () => {
    expect(textOf({ sv: "Hej", nb: "", en: "Hello" }, "en")).toBe("Hello");
    expect(textOf({ sv: "Hej", nb: "", en: "" }, "nb")).toBe("Hej");
    expect(languageOf({ sv: "Hej", nb: "", en: "" }, "nb")).toBe("sv");
    expect(textOf({ sv: "", nb: "", en: "" }, "nb")).toBe("");
  });

  it("say one and several in each language", () => {
    for (const { quality } of Object.values(catalogues)) {
      expect(quality.review.left(1)).not.toContain("1");
      expect(quality.review.left(3)).toContain("3");
    }
  });
});

describe("ids", () => {
  it("are new", () => {
    expect(newId("q", [])).toBe("q1");
    expect(newId("q", ["q1", "q3"])).toBe("q4");
    expect(newId("q", ["q2"])).toBe("q3");
  });
});

describe("addresses", () => {
  it("lead to the tabs and to a review, a form, a calibration", () => {
    expect(routeOf("/quality")).toEqual({ page: "quality", tab: "review" });
    expect(routeOf("/quality/trend")).toEqual({ page: "quality", tab: "trend" });
    expect(routeOf("/quality/trend/101")).toEqual({ page: "quality", tab: "trend", id: "101" });
    expect(routeOf("/quality/reviews/r-1")).toEqual({ page: "review", id: "r-1" });
    expect(routeOf("/quality/forms/f")).toEqual({ page: "quality", tab: "forms", id: "f" });
    expect(routeOf("/quality/calibration/c")).toEqual({ page: "quality", tab: "calibration", id: "c" });
    expect(routeOf("/quality/nothing")).toEqual({ page: "unknown" });
    expect(routeOf("/quality/mine/x")).toEqual({ page: "unknown" });
  });
});
