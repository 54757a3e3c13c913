// A contact's events as a story that a person can read.
import { describe, expect, it } from "vitest";

import type { AnyEvent, ContactHistory, Language } from "../src/generated/types";
import { catalogues } from "../src/shared/i18n/index";
import { type Reader, timelineOf } from "../src/shared/timeline";

const names = { queue: (id: string) => `kö ${id}`, agent: (id: string) => `Maja ${id}`, result: (id: string) => `resultat ${id}` };

function history(...events: AnyEvent[]): ContactHistory {
  return {
    contact: {
      id: "c",
      queue_id: "q",
      channel: "voice",
      language: "sv",
      entered: 1000,
      phase: "ended",
      answered_at: null,
      ended_at: null,
      outcome: null,
      agent_id: null,
      recorded: false,
      disposition: null,
      solved: null,
      outgoing: false,
    },
    caller: { number: "", name: "", customer_id: "" },
    keys: [],
    events: events.map((event, seq) => ({ seq, actor: "system", event })),
    recordings: [],
  };
}

const by = (language: Language): Reader => ({ t: catalogues[language], language, timeZone: "UTC" });
const offer = { offer_id: "o", contact_id: "c", agent_id: "7" };

describe("timelineOf", () => {
  it("says each event as a sentence in the reader's language, with names for ids", () => {
    const told = history(
      { kind: "ContactArrived", at: 1000, contact_id: "c", queue_id: "q", channel: "voice", language: "sv", entry: "", entered: 1000, due: 2000, entering: false, on_line: true },
      { kind: "OfferAccepted", at: 6000, ...offer },
      { kind: "ContactEnded", at: 9000, contact_id: "c", outcome: "served", ended_by: "customer", cause: "hung_up" },
    );
    expect(timelineOf(told, by("sv"), names).map((each) => each.sentence)).toEqual([
      "Kom till kö q på telefon",
      "Maja 7 svarade",
      "Fick hjälp. Avslutades av kunden",
    ]);
  });

  it("counts from when the contact came", () => {
    const [answered] = timelineOf(history({ kind: "OfferAccepted", at: 6000, ...offer }), by("en"), names);
    expect(answered?.after_ms).toBe(5000);
  });

  it("says why, when there is a why", () => {
    const told = history(
      { kind: "OfferDeclined", at: 1, ...offer, reason: "busy" },
      { kind: "WaitTold", at: 2, contact_id: "c", place: 2, low_ms: 60_000, high_ms: 180_000, staffed: 1, grown: "fewer_agents" },
    );
    expect(timelineOf(told, by("nb"), names).map((each) => each.why)).toEqual(["opptatt", "lengre enn før: færre medarbeidere"]);
  });

  it("leaves out what is not about the contact", () => {
    expect(timelineOf(history({ kind: "AgentBecameReady", at: 1, agent_id: "7" }), by("sv"), names)).toEqual([]);
  });

  it("a lost line is danger, a caller who gave up is late", () => {
    const ended = (outcome: "lost" | "abandoned"): ContactHistory =>
      history({ kind: "ContactEnded", at: 1, contact_id: "c", outcome, ended_by: "system", cause: "line_lost" });
    expect(timelineOf(ended("lost"), by("sv"), names)[0]?.tone).toBe("danger");
    expect(timelineOf(ended("abandoned"), by("sv"), names)[0]?.tone).toBe("late");
  });

  it("a callback is told from the wish to the answer, with the times that were promised", () => {
    const called = { contact_id: "c", agent_id: "7" };
    const at = Date.UTC(2026, 10, 23, 9, 0);
    const told = history(
      { kind: "CallbackAsked", at, contact_id: "c" },
      { kind: "CallbackPostponed", at, contact_id: "c", from_at: at + 3_600_000, until_at: at + 7_200_000, entered: at, due: at, chosen: true },
      { kind: "OfferAccepted", at, ...offer },
      { kind: "CallbackDialled", at, ...called, attempt: 1 },
      { kind: "CallbackMissed", at, ...called, attempt: 1, miss: "busy", again_at: at + 300_000 },
      { kind: "CallbackDialled", at, ...called, attempt: 2 },
      { kind: "CallbackAnswered", at, ...called, attempt: 2 },
    );
    const story = timelineOf(told, by("sv"), names);
    expect(story.map((each) => each.sentence)).toEqual([
      "Behåller sin plats och blir uppringd",
      "Vill bli uppringd mellan 10:00 och 11:00",
      "Maja 7 ringde upp, försök 1",
      "Nåddes inte vid försök 1. Nytt försök 09:05",
      "Maja 7 ringde upp, försök 2",
      "Svarade när Maja 7 ringde upp",
    ]);
    expect(story[3]).toMatchObject({ why: "upptaget", tone: "late" });
  });

  it("a time on another day is told with its day", () => {
    const at = Date.UTC(2026, 10, 20, 18, 0);
    const opens = Date.UTC(2026, 10, 23, 8, 0);
    const refused: AnyEvent = {
      kind: "ContactRefused", at, contact_id: "c", queue_id: "q", language: "sv", due: at, door: "closed", opens, choices: [],
    };
    expect(timelineOf(history(refused), by("sv"), names)[0]?.sentence).toBe("Kom när kö q var stängt; öppnar 23 nov. 08:00");
    expect(timelineOf(history({ ...refused, door: "full" }), by("nb"), names)[0]?.sentence).toBe("Kom da køen til kö q var full");
  });

  it("what was said while waiting is told in the customer's own measure", () => {
    const kept: AnyEvent = {
      kind: "StatementKept", at: 1, contact_id: "c", statement_id: "s", form: "voice", duration_ms: 72_000, upset: 7, tell_all: true,
    };
    expect(timelineOf(history(kept), by("sv"), names)[0]?.sentence).toBe(
      "Berättade i telefonen, 1:12. Upprörd: 7 av 10, med egna ord. Vill berätta allt först",
    );
  });

  it("a mark of the talk is told as what it was", () => {
    const said = {
      kind: "ContactDescribed", at: 1, contact_id: "c", agent_id: "a", disposition: null, solved: true, hard: false, unsure: false,
    } as const;
    const told = (event: AnyEvent): string | undefined => timelineOf(history(event), by("sv"), names)[0]?.sentence;
    expect(told(said)).toMatch(/ markerade det som löst$/);
    expect(told({ ...said, solved: false })).toMatch(/ markerade det som inte löst$/);
    expect(told({ ...said, solved: null })).toMatch(/ uppdaterade resultatet$/);
  });

  it("an end that says all by its outcome is told once", () => {
    const ended: AnyEvent = { kind: "ContactEnded", at: 1, contact_id: "c", outcome: "not_reached", ended_by: "system", cause: "not_reached" };
    expect(timelineOf(history(ended), by("en"), names)[0]).toMatchObject({ why: null, tone: "late" });
    expect(timelineOf(history({ ...ended, outcome: "joined", cause: "joined" }), by("en"), names)[0]?.tone).toBe("plain");
  });
});
