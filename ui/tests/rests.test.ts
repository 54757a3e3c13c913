// The agent's own time: a wrap-up that only they end, a reminder to stretch that only they see, what came back to them.
import { describe, expect, it } from "vitest";

import { daysBetween } from "../src/desk/day/came-back";
import { LATER_MS, LEFT_AFTER_MS, type Sitting, isDue, putOff, sittingNow, stretched } from "../src/desk/presence/stretch";
import type { Stage } from "../src/desk/stage/stage";
import { ASK_AGAIN_AFTER_MS, LEFT_AT_LEAST_MS, type WrapUpClock, isTouched, needsMoreTime } from "../src/desk/wrapup/keeper";
import { catalogues, languages } from "../src/shared/i18n/index";

const MINUTE_MS = 60_000;

describe("a wrap-up", () => {
  const clock: WrapUpClock = { now: 100_000, since: 90_000, until: 110_000, workedAt: 95_000, askedAt: null };

  it("that was begun always has time left, however long the agent thinks", () => {
    expect(needsMoreTime(clock)).toBe(true);
    expect(needsMoreTime({ ...clock, now: 95_000 + 3_600_000, until: 95_000 + 3_600_000 + LEFT_AT_LEAST_MS })).toBe(true);
    expect(needsMoreTime({ ...clock, until: clock.now + LEFT_AT_LEAST_MS + 1 })).toBe(false);
  });

  it("that nobody has touched ends by its limit; what was written during the talk is no touch", () => {
    expect(needsMoreTime({ ...clock, workedAt: null })).toBe(false);
    expect(needsMoreTime({ ...clock, workedAt: clock.since - 1 })).toBe(false);
    expect(isTouched({ since: 5, workedAt: 5 })).toBe(true);
    expect(needsMoreTime({ ...clock, until: null })).toBe(false);
  });

  it("is not asked for twice in the same breath, but again when the first was not heard", () => {
    expect(needsMoreTime({ ...clock, askedAt: clock.now - ASK_AGAIN_AFTER_MS + 1 })).toBe(false);
    expect(needsMoreTime({ ...clock, askedAt: clock.now - ASK_AGAIN_AFTER_MS })).toBe(true);
  });
});

describe("the reminder to stretch", () => {
  /** Work through these stages, a minute each, looking once a minute. */
  function after(minutes: number, stage: Stage, from: Sitting | null = null, begin = 0): Sitting {
    let sitting = from;
    for (let n = 0; n <= minutes; n++) sitting = sittingNow(sitting, stage, begin + n * MINUTE_MS);
    return sitting ?? { since: null, later: null, seen: 0 };
  }

  it("comes after as long as the agent chose, and never to those who chose never", () => {
    const sitting = after(45, "ready");
    const now = 45 * MINUTE_MS;
    expect(isDue(sitting, 45, "ready", now)).toBe(true);
    expect(isDue(sitting, 45, "ready", now - 1)).toBe(false);
    expect(isDue(sitting, 60, "ready", now)).toBe(false);
    expect(isDue(sitting, 0, "ready", now)).toBe(false);
  });

  it.each(["offered", "dialling", "talking", "held", "wrap_up"] as const)("waits while the agent is %s", (stage) => {
    const now = 60 * MINUTE_MS;
    expect(isDue(after(60, stage), 30, stage, now)).toBe(false);
    expect(isDue(after(60, stage), 30, "breath", now)).toBe(true);
  });

  it("begins anew after a pause, and after it was done", () => {
    const worked = after(50, "talking");
    const rested = sittingNow(worked, "pause", 51 * MINUTE_MS);
    expect(rested.since).toBeNull();
    expect(sittingNow(rested, "ready", 52 * MINUTE_MS).since).toBe(52 * MINUTE_MS);
    expect(isDue(stretched(worked, 50 * MINUTE_MS), 30, "ready", 79 * MINUTE_MS)).toBe(false);
    expect(isDue(stretched(worked, 50 * MINUTE_MS), 30, "ready", 80 * MINUTE_MS)).toBe(true);
  });

  it("can be put off for ten minutes", () => {
    const now = 50 * MINUTE_MS;
    const later = putOff(after(50, "ready"), now);
    expect(isDue(later, 45, "ready", now + LATER_MS - 1)).toBe(false);
    expect(isDue(later, 45, "ready", now + LATER_MS)).toBe(true);
  });

  it("goes on over a reload, and forgets a page that was closed for long", () => {
    const kept: Sitting = { since: 0, later: null, seen: 20 * MINUTE_MS };
    expect(sittingNow(kept, "ready", 20 * MINUTE_MS + LEFT_AFTER_MS - 1).since).toBe(0);
    expect(sittingNow(kept, "ready", 20 * MINUTE_MS + LEFT_AFTER_MS).since).toBe(20 * MINUTE_MS + LEFT_AFTER_MS);
  });
});

describe("words about rest", () => {
  it.each(languages)("in %s blame nobody and count nothing up", (language) => {
    const t = catalogues[language];
    const words = [t.desk.pauseUntil("10:45"), t.desk.pauseHow, t.desk.pauseNote, t.desk.till("10:45"), t.rests.due(45), t.rests.note, t.rests.own];
    expect(words.filter((text) => /för länge|för sent|for lenge|for sent|too long|late|over time|övertid|måste|må du|must/i.test(text))).toEqual([]);
    expect(t.desk.pauseUntil("10:45")).toContain("10:45");
  });
});

describe("what came back", () => {
  it("is counted in days as people count them", () => {
    const at = (day: number, hour: number): number => new Date(2026, 10, day, hour).getTime();
    expect(daysBetween(at(12, 9), at(12, 23))).toBe(0);
    expect(daysBetween(at(12, 23), at(13, 1))).toBe(1);
    expect(daysBetween(at(12, 9), at(15, 8))).toBe(3);
    expect(daysBetween(at(12, 9), at(11, 8))).toBe(0);
  });

  it("is told without blame", () => {
    expect(catalogues.sv.desk.cameBackAfter(3)).toBe("kom tillbaka efter 3 dagar");
    expect(catalogues.nb.desk.cameBackAfter(1)).toBe("kom tilbake etter 1 dag");
    expect(catalogues.en.desk.cameBackAfter(0)).toBe("came back the same day");
  });
});
