// What is read before hello: what the customer said, a first sentence in their language, the queue's troubles, and what
// is not finished.
import { describe, expect, it } from "vitest";

import { linesOf } from "../src/desk/customer/matters";
import { LONG_WAIT_MS, cuesOf, openingOf } from "../src/desk/hello/cues";
import { noticesOf } from "../src/desk/hello/notices";
import type { ContactRow, IncidentView, Language, NextStep, OpenMatter } from "../src/generated/types";
import { catalogues, languages } from "../src/shared/i18n/index";
import { contact } from "./views";

const MINUTE_MS = 60_000;

describe("what the customer said", () => {
  const said = (more: Parameters<typeof contact>[1]): string[] => cuesOf(contact("c", more), catalogues.sv).map((cue) => cue.text);

  it("is all there is: nothing said, no cue", () => {
    expect(said({})).toEqual([]);
    expect(said({ tell_all: true, upset: 7 })).toEqual(["Upprörd: 7 av 10 (med egna ord)", "Vill berätta allt innan du löser det"]);
    expect(said({ upset: 0 })).toEqual(["Upprörd: 0 av 10 (med egna ord)"]);
  });
});

describe("a first sentence", () => {
  const opening = (now: number, more: Parameters<typeof contact>[1] = {}, reader: Language = "sv"): string | undefined =>
    openingOf(contact("c", more), now, reader)?.text;

  it("is due after a long wait or for a long story, stands still in the talk, and goes when that has begun", () => {
    expect(opening(LONG_WAIT_MS - 1)).toBeUndefined();
    const thanks = "Tack för att du har väntat i 14 minuter. Berätta från början.";
    expect(opening(14 * MINUTE_MS)).toBe(thanks);
    expect(opening(16 * MINUTE_MS, { answered_at: 14 * MINUTE_MS })).toBe(thanks);
    expect(opening(16 * MINUTE_MS + 1, { answered_at: 14 * MINUTE_MS, tell_all: true })).toBeUndefined();
    expect(opening(0, { tell_all: true })).toBe("Berätta allt från början, jag lyssnar.");
    expect(opening(14 * MINUTE_MS, { tell_all: true })).toBe(
      "Tack för att du har väntat i 14 minuter. Berätta allt från början, jag lyssnar.",
    );
  });

  it("is in the customer's language, with the agent's beside it when that is another", () => {
    expect(openingOf(contact("c", { language: "nb" }), 6 * MINUTE_MS, "sv")).toEqual({
      text: "Takk for at du har ventet i 6 minutter. Fortell fra begynnelsen.",
      language: "nb",
      means: "Tack för att du har väntat i 6 minuter. Berätta från början.",
    });
    expect(openingOf(contact("c"), 6 * MINUTE_MS, "sv")?.means).toBeNull();
  });

  it("does not count minutes for somebody who is called back hours later", () => {
    expect(opening(200 * MINUTE_MS)).toBe("Tack för att du har väntat på oss. Berätta från början.");
    expect(opening(200 * MINUTE_MS, { tell_all: true })).toContain("Berätta allt");
  });

  it("never tells anybody to calm down, in no language", () => {
    const all = languages.flatMap((language) =>
      [0, 14, 200].flatMap((minutes) => [true, false].map((tell_all) => opening(minutes * MINUTE_MS, { language, tell_all, upset: 10 }) ?? "")),
    );
    expect(all.filter((text) => /lugn|rolig|calm|relax|upprör|opprørt|upset/i.test(text))).toEqual([]);
  });
});

describe("notices", () => {
  const incident = (id: string, queue: string, opened: number): IncidentView => ({ id, queue_ids: [queue], opened, tied: 0 });
  const incidents = [incident("old", "q", 1), incident("new", "q", 2), incident("other", "r", 3)];
  const published = [{ id: "new", queue_ids: ["q"], published_at: 2, text: "Sidan ligger nere." }];

  it("are the queue's incidents, the newest first, with what customers are told", () => {
    expect(noticesOf({ queue_id: "q", incident_id: null }, incidents, published)).toEqual([
      { id: "new", tied: false, text: "Sidan ligger nere." },
      { id: "old", tied: false, text: null },
    ]);
  });

  it("have first what the contact is about, whichever queue it is in", () => {
    expect(noticesOf({ queue_id: "q", incident_id: "other" }, incidents, published).map((row) => [row.id, row.tied])).toEqual([
      ["other", true],
      ["new", false],
      ["old", false],
    ]);
    expect(noticesOf({ queue_id: "z", incident_id: "gone" }, incidents, published)).toEqual([]);
  });
});

describe("what is not finished", () => {
  const row: ContactRow = {
    id: "c1", queue_id: "q", channel: "voice", language: "sv", entered: Date.UTC(2026, 10, 12, 12), phase: "ended", answered_at: 1,
    ended_at: 2, outcome: "served", agent_id: "101", recorded: false, disposition: null, solved: false, outgoing: false,
  };
  const step: NextStep = {
    id: "s1", contact_id: "c1", owner: "101", due: "2026-11-30", text: "Ring om stolen", made_at: 0, made_by: "101", done_at: null,
  };
  const matter = (kind: OpenMatter["kind"], more: Partial<OpenMatter> = {}): OpenMatter => ({
    kind, contact: row, note_line: "", next_steps: [], ...more,
  });
  const names = { agent: () => "Maja", queue: () => "Leverans" };
  const lines = (here: string | null, ...matters: OpenMatter[]): string[] =>
    linesOf(matters, here, [], names, catalogues.sv, "sv").map((line) => `${line.kind} ${line.what} (${line.when})`);

  it("is each promise with its day and who gave it, and what was left unsolved", () => {
    expect(lines(null, matter("promised", { next_steps: [step] }))).toEqual(["promised Ring om stolen (senast 30 nov., Maja)"]);
    expect(lines(null, matter("unsolved", { note_line: "Stolen saknas" }))).toEqual(["unsolved Stolen saknas (12 nov.)"]);
    expect(lines(null, matter("unsolved"))).toEqual(["unsolved Leverans (12 nov.)"]);
  });

  it("leaves out the contact that the desk is about, but not what was promised in it", () => {
    expect(lines("c1", matter("goes_on"))).toEqual([]);
    expect(lines("c1", matter("goes_on", { next_steps: [step] }))).toEqual(["promised Ring om stolen (senast 30 nov., Maja)"]);
    expect(lines("c2", matter("goes_on"))).toEqual(["goes_on Leverans (12 nov.)"]);
  });
});
