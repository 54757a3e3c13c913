// Phrases as the desk shows them: one language, everything filled in, never a brace that somebody would read aloud.
import { describe, expect, it } from "vitest";

import type { Phrase } from "../src/generated/types";
import { MOMENTS, filled, minutesOf, movedIds, nameOf, sayable } from "../src/shared/phrases";
import { catalogues } from "../src/shared/i18n/index";

const KNOWN = { agent: "Anna", company: "Exempelbolaget", minutes: 14 };

function phrase(id: string, more: Partial<Phrase> = {}): Phrase {
  return {
    id, version: 1, moment: "greet", position: 0, sv: `${id} på svenska`, nb: "", en: "", archived: false, changed_at: 0, changed_by: "",
    demo: false, ...more,
  };
}

describe("filling in", () => {
  it("puts names and minutes in their places, each as often as it stands there", () => {
    expect(filled("{agent} på {company}, {minutes} min, {agent}", KNOWN)).toBe("Anna på Exempelbolaget, 14 min, Anna");
  });

  it("gives nothing when something that is named is not known", () => {
    expect(filled("Tack för {minutes} minuter", { ...KNOWN, minutes: null })).toBeNull();
    expect(filled("{agent} här", { ...KNOWN, agent: "" })).toBeNull();
    expect(filled("Hej", { agent: "", company: "", minutes: null })).toBe("Hej");
  });

  it("says whole minutes, and nothing of a short wait", () => {
    expect(minutesOf(14 * 60_000 + 59_999)).toBe(14);
    expect(minutesOf(119_000)).toBeNull();
  });
});

describe("what can be said", () => {
  const all = [phrase("b"), phrase("a", { nb: "på norsk" }), phrase("c", { moment: "close" })];

  it("is of the moment, in the customer's language, in the team's order", () => {
    expect(sayable(all, "greet", "sv", KNOWN).map((shown) => shown.id)).toEqual(["b", "a"]);
    expect(sayable(all, "greet", "nb", KNOWN)).toEqual([{ id: "a", text: "på norsk" }]);
    expect(sayable(all, "greet", "en", KNOWN)).toEqual([]);
  });

  it("leaves out what cannot be filled in", () => {
    const waits = [phrase("w", { sv: "{minutes} minuter" })];
    expect(sayable(waits, "greet", "sv", { ...KNOWN, minutes: null })).toEqual([]);
  });

  it("is called by the reader's words, else by any", () => {
    expect(nameOf(phrase("a", { en: "Hello" }), "en")).toBe("Hello");
    expect(nameOf(phrase("a"), "en")).toBe("a på svenska");
  });
});

describe("order", () => {
  const list = ["a", "b", "c"].map((id) => phrase(id));

  it("changes with a neighbour, and not past the ends", () => {
    expect(movedIds(list, "b", 1)).toEqual(["a", "c", "b"]);
    expect(movedIds(list, "b", -1)).toEqual(["b", "a", "c"]);
    expect(movedIds(list, "a", -1)).toBeNull();
    expect(movedIds(list, "x", 1)).toBeNull();
  });

  it("of moments is a talk's, and each has a name", () => {
    expect(MOMENTS.slice(0, 7)).toEqual(["greet", "let_finish", "say_back", "check", "solve", "confirm", "close"]);
    for (const t of Object.values(catalogues)) expect(Object.keys(t.phrases.moments).sort()).toEqual([...MOMENTS].sort());
  });
});
