// The guide beside a talk: steps in order, nothing required, short questions when it runs long.
import { describe, expect, it } from "vitest";

import type { Language, Phrase } from "../src/generated/types";
import { type Walk, ASIDES, BEGIN, LONG_TALK_MS, STEPS, asideOf, fillingsOf, isDone, openingOfTeam, saidAt, stepOf, toggled, walkOf, walked } from "../src/desk/guide/steps";
import { waitingFor } from "../src/desk/guide/waiting";
import { catalogues } from "../src/shared/i18n/index";
import { agent, contact, queue, status } from "./views";

const SHORT = { held: false, talked_ms: 60_000 };
const LONG = { held: false, talked_ms: LONG_TALK_MS };
const HELD = { held: true, talked_ms: 60_000 };

const phrase = (id: string, moment: Phrase["moment"], sv: string, nb = ""): Phrase => ({
  id, version: 1, moment, position: 0, sv, nb, en: "", archived: false, changed_at: 0, changed_by: "", demo: false,
});

describe("walking", () => {
  it("goes through all steps, and stands still at the ends", () => {
    let walk: Walk = BEGIN;
    const seen = STEPS.map(() => {
      const step = stepOf(walk);
      walk = walked(walk, 1);
      return step;
    });
    expect(seen).toEqual([...STEPS]);
    expect(stepOf(walk)).toBe("close");
    expect(walked(BEGIN, -1)).toEqual(BEGIN);
  });

  it("comes back where it was after a reload, whatever was kept", () => {
    const walk: Walk = { step: 4, aside: "transfer", quiet: true };
    expect(walkOf(JSON.parse(JSON.stringify(walk)) as Walk)).toEqual(walk);
    expect(walkOf(null)).toEqual(BEGIN);
    expect(walkOf({ step: 99 })).toEqual(BEGIN);
    expect(walkOf({ step: 2, aside: "sing" as never })).toEqual({ step: 2, aside: null, quiet: false });
  });

  it("counts what was said back as done, wherever one stands", () => {
    expect(isDone(BEGIN, "greet", "")).toBe(false);
    expect(isDone(walked(BEGIN, 1), "greet", "")).toBe(true);
    expect(isDone(BEGIN, "say_back", "Paketet är borta")).toBe(true);
    expect(isDone(BEGIN, "say_back", "  \n")).toBe(false);
  });
});

describe("what lies beside the steps", () => {
  it("is short questions when the talk runs long, until they are put away", () => {
    expect(asideOf(BEGIN, SHORT)).toBeNull();
    expect(asideOf(BEGIN, LONG)).toBe("yes_no");
    const away = toggled(BEGIN, "yes_no", LONG);
    expect(asideOf(away, LONG)).toBeNull();
    expect(asideOf(toggled(away, "yes_no", LONG), LONG)).toBe("yes_no");
  });

  it("comes by a key at any time, and goes by the same", () => {
    const there = toggled(BEGIN, "yes_no", SHORT);
    expect(asideOf(there, SHORT)).toBe("yes_no");
    expect(asideOf(toggled(there, "yes_no", SHORT), SHORT)).toBeNull();
    expect(asideOf(toggled(there, "transfer", SHORT), SHORT)).toBe("transfer");
  });

  it("is words for the hold while the customer is on hold", () => {
    expect(asideOf(BEGIN, HELD)).toBe("hold");
    expect(asideOf(toggled(BEGIN, "transfer", HELD), HELD)).toBe("transfer");
  });

  it("has a word in every language", () => {
    for (const t of Object.values(catalogues)) {
      expect(Object.keys(t.guide.asides).sort()).toEqual([...ASIDES].sort());
      expect(Object.keys(t.guide.hints).sort()).toEqual([...STEPS].sort());
    }
  });
});

describe("what can be said", () => {
  const all = [
    phrase("hi", "greet", "Hej, {agent} på {company}.", "Hei, {agent} hos {company}."),
    phrase("thanks", "long_wait", "Tack för {minutes} minuter.", "Takk for {minutes} minutter."),
  ];
  const company: Partial<Record<Language, string>> = { sv: "Exempelbolaget", nb: "Eksempelselskapet" };
  const at = (waited_min: number, language: "sv" | "nb" | "en" = "sv") => {
    const view = contact("c", { language, entered: 0, answered_at: waited_min * 60_000 });
    return saidAt("greet", all, view, fillingsOf(view, "Anna", company[language] ?? "", 0), 0).map((shown) => shown.text);
  };

  it("is in the customer's language, with the company's name in it", () => {
    expect(at(1, "nb")).toEqual(["Hei, Anna hos Eksempelselskapet."]);
    expect(at(1, "en")).toEqual([]);
  });

  const opening = (waited_min: number, language: "sv" | "nb" | "en" = "sv") => {
    const view = contact("c", { language, entered: 0, answered_at: waited_min * 60_000 });
    return openingOfTeam(all, view, (of) => fillingsOf(view, "Anna", company[of] ?? "", 0), 0, "sv");
  };

  it("begins with the team's thanks after a long wait, once", () => {
    expect(opening(14)).toEqual({ text: "Tack för 14 minuter.", language: "sv", means: null });
    expect(at(14)).toEqual(["Hej, Anna på Exempelbolaget."]);
    expect(opening(3)).toBeNull();
  });

  it("says what it means to whoever speaks another language", () => {
    expect(opening(14, "nb")).toEqual({ text: "Takk for 14 minutter.", language: "nb", means: "Tack för 14 minuter." });
    expect(opening(14, "en")).toBeNull();
  });

  it("counts no minutes when it was hours: that was no wait on the line", () => {
    expect(opening(91)).toBeNull();
  });
});

describe("solved, and others wait", () => {
  it("counts whom this agent could take, and nobody else", () => {
    const queues = [
      queue("leverans", { waiting_count: 4 }),
      queue("teknik", { waiting_count: 2, required_skills: [{ name: "teknik", level: 1 }] }),
      queue("retur", { waiting_count: 1, required_skills: [{ name: "retur", level: 1 }] }),
    ];
    const anna = agent("anna", { skills: [{ name: "teknik", level: 2 }] });
    expect(waitingFor(anna, status({ queues }))).toBe(6);
  });

  it("says so in words, never by colour alone", () => {
    expect(catalogues.sv.guide.solvedWaiting(6)).toBe("löst; 6 väntar");
    expect(catalogues.nb.guide.solvedWaiting(6)).toBe("løst; 6 venter");
    expect(catalogues.en.guide.solvedWaiting(6)).toBe("solved; 6 waiting");
    expect(catalogues.sv.guide.solvedWaiting(0)).toBe("löst");
  });
});
