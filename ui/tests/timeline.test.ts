// A contact's events as a story that a person can read.
import { describe, expect, it } from "vitest";

import type { AnyEvent, ContactHistory } from "../src/generated/types";
import { catalogues } from "../src/shared/i18n/index";
import { timelineOf } from "../src/shared/timeline";

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
    },
    caller: { number: "", name: "", customer_id: "" },
    keys: [],
    events: events.map((event, seq) => ({ seq, actor: "system", event })),
    recordings: [],
  };
}

const offer = { offer_id: "o", contact_id: "c", agent_id: "7" };

describe("timelineOf", () => {
  it("says each event as a sentence in the reader's language, with names for ids", () => {
    const told = history(
      { kind: "ContactArrived", at: 1000, contact_id: "c", queue_id: "q", channel: "voice", language: "sv", entry: "", entered: 1000, due: 2000 },
      { kind: "OfferAccepted", at: 6000, ...offer },
      { kind: "ContactEnded", at: 9000, contact_id: "c", outcome: "served", ended_by: "customer", cause: "hung_up" },
    );
    expect(timelineOf(told, catalogues.sv, names).map((each) => each.sentence)).toEqual([
      "Kom till kö q på telefon",
      "Maja 7 svarade",
      "Fick hjälp. Avslutades av kunden",
    ]);
  });

  it("counts from when the contact came", () => {
    const [answered] = timelineOf(history({ kind: "OfferAccepted", at: 6000, ...offer }), catalogues.en, names);
    expect(answered?.after_ms).toBe(5000);
  });

  it("says why, when there is a why", () => {
    const told = history(
      { kind: "OfferDeclined", at: 1, ...offer, reason: "busy" },
      { kind: "WaitTold", at: 2, contact_id: "c", place: 2, low_ms: 60_000, high_ms: 180_000, staffed: 1, grown: "fewer_agents" },
    );
    expect(timelineOf(told, catalogues.nb, names).map((each) => each.why)).toEqual(["opptatt", "lengre enn før: færre medarbeidere"]);
  });

  it("leaves out what is not about the contact", () => {
    expect(timelineOf(history({ kind: "AgentBecameReady", at: 1, agent_id: "7" }), catalogues.sv, names)).toEqual([]);
  });

  it("a lost line is danger, a caller who gave up is late", () => {
    const ended = (outcome: "lost" | "abandoned"): ContactHistory =>
      history({ kind: "ContactEnded", at: 1, contact_id: "c", outcome, ended_by: "system", cause: "line_lost" });
    expect(timelineOf(ended("lost"), catalogues.sv, names)[0]?.tone).toBe("danger");
    expect(timelineOf(ended("abandoned"), catalogues.sv, names)[0]?.tone).toBe("late");
  });
});
