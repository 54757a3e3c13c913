// The chain "why did nobody call me?" in words: each link says what is known, in all three languages.
import { describe, expect, it } from "vitest";

import { reasonOf, whySentence } from "../src/desk/phone/why-words";
import type { WhyCode, WhyDetail, WhyLink } from "../src/generated/types";
import { catalogues, languages } from "../src/shared/i18n/index";

const link = (code: WhyCode, ok: boolean, detail: WhyDetail = {}): WhyLink => ({ code, ok, detail, mend: null });
const english = (said: WhyLink): string => whySentence(said, catalogues.en, "en");
const CODES: WhyCode[] = ["signed_in", "presence", "skills", "lease", "microphone", "sound", "phone", "order", "offers"];

describe("whySentence", () => {
  it.each(languages)("has something whole to say of every link in %s, whether or not it holds", (language) => {
    for (const code of CODES) {
      for (const ok of [true, false]) {
        const sentence = whySentence(link(code, ok), catalogues[language], language);
        expect(sentence, `${code} ${ok}`).not.toMatch(/undefined|null|NaN|^$/);
      }
    }
  });

  it("names the queues that the agent serves", () => {
    const queue = (name: string, serves: boolean) => ({
      id: name,
      name,
      channel: "voice" as const,
      serves,
      missing: serves ? [] : [{ name: "teknik", level: 2 }],
      waiting: 0,
      waited_at: null,
    });
    expect(english(link("skills", true, { queues: [queue("Retur", true), queue("Teknik", false)] }))).toBe("You can serve Retur.");
    expect(english(link("skills", false, { queues: [queue("Teknik", false)] }))).toBe(
      "There is no queue that you can serve. Teknik needs teknik at level 2.",
    );
  });

  it("tells a sleeping tab from a slow one and from none", () => {
    expect(english(link("lease", false, { hindrance: "asleep", pulse_age_ms: 40_000 }))).toContain("40 seconds");
    expect(english(link("lease", false, { hindrance: "lagging" }))).toContain("slowly");
    expect(english(link("lease", false, { desks: 0 }))).toContain("No open page");
  });

  it("says whose turn it is", () => {
    expect(english(link("order", true, { place: 1, free: 3 }))).toBe("You are the next of 3 who are free.");
    expect(english(link("order", true, { place: 3, free: 3 }))).toBe("2 people who are free come before you.");
  });

  it("the reason is the first link that does not hold, and rather a cause than its consequence", () => {
    const unreachable = link("presence", false, { presence: "unreachable" });
    const microphone = link("microphone", false);
    expect(reasonOf([link("signed_in", true), unreachable, microphone])).toBe(microphone);
    expect(reasonOf([unreachable])).toBe(unreachable);
    expect(reasonOf([link("presence", false, { presence: "pause" }), microphone])?.code).toBe("presence");
    expect(reasonOf([link("signed_in", true)])).toBeNull();
  });

  it("a pause is called by its reason", () => {
    expect(english(link("presence", false, { presence: "pause", reason: "missed" }))).toContain("missed a ring");
  });
});
