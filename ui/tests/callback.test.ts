// Calling back at the desk: what is read before, what came of it, and what is wise to say first.
import { describe, expect, it } from "vitest";

import { fasterThan, rateOf } from "../src/desk/hello/cues";
import { inBothEars } from "../src/desk/hello/mono";
import { attemptLine, attemptSince, callbackFacts } from "../src/desk/stage/callback";
import type { AnyEvent, CallbackView, Language } from "../src/generated/types";
import { catalogues, languages } from "../src/shared/i18n/index";
import { contact } from "./views";

const AT = Date.UTC(2026, 10, 23, 10, 14);
const MINUTE_MS = 60_000;
const callback: CallbackView = { asked: AT, attempts: 1, from_at: null, until_at: null, chosen: false };
const facts = (more: Partial<CallbackView>, phase: "offered" | "dialling", language: Language = "sv"): string[] =>
  callbackFacts(contact("c", { phase, callback: { ...callback, ...more } }), AT + MINUTE_MS, catalogues[language], language, "UTC");

describe("a callback that is previewed", () => {
  it("says when it was asked for and which attempt the next one is", () => {
    expect(facts({}, "offered")).toEqual(["bad om det 10:14", "försök 2 av 3"]);
    expect(facts({}, "offered", "nb")).toEqual(["ba om det 10:14", "forsøk 2 av 3"]);
  });

  it("counts the attempt that is being made once", () => {
    expect(facts({ attempts: 2 }, "dialling").at(-1)).toBe("försök 2 av 3");
  });

  it("says until when it is wanted, and on which day it was asked for", () => {
    expect(facts({ asked: AT - 24 * 60 * MINUTE_MS, until_at: AT + 60 * MINUTE_MS }, "offered")).toEqual([
      "bad om det 22 nov. 10:14",
      "helst före 11:14",
      "försök 2 av 3",
    ]);
  });

  it("is nothing for those who are on the line", () => {
    expect(callbackFacts(contact("c"), AT, catalogues.sv, "sv")).toEqual([]);
  });
});

describe("a callback that was not answered", () => {
  const call = { contact_id: "c", agent_id: "7" };
  const dialled: AnyEvent = { kind: "CallbackDialled", at: AT, ...call, attempt: 1 };
  const missed: AnyEvent = { kind: "CallbackMissed", at: AT, ...call, attempt: 1, miss: "no_answer", again_at: AT + 21 * MINUTE_MS };

  const told = (events: AnyEvent[], language: Language = "sv"): string | null => {
    const attempt = attemptSince(AT, events);
    return attempt === null || attempt === "none" ? attempt : attemptLine(attempt, catalogues[language], language, "UTC");
  };

  it("is told with when it is tried again", () => {
    expect(told([dialled, missed])).toBe("Ingen svarade. Vi försöker igen 10:35.");
  });

  it("is told as the last one when it is, in each language", () => {
    for (const language of languages) {
      const { callback } = catalogues[language];
      expect(told([dialled, { ...missed, miss: "busy", again_at: null }], language)).toBe(`${callback.missed.busy} ${callback.last}`);
    }
  });

  it("is the agent's own doing when the agent stopped, whatever came of earlier attempts", () => {
    const stopped: AnyEvent = { kind: "ContactReturned", at: AT, ...call, reason: "agent_line_lost" };
    expect(told([{ ...dialled, at: AT - 9 }, { ...missed, at: AT - 9 }, dialled, stopped])).toBe("Du slutade ringa. Kunden behåller sin plats.");
  });

  it("is not known before its story is, and is none when the customer answered or was not called", () => {
    const offer = { offer_id: "o", at: AT, ...call };
    expect(told([])).toBeNull();
    expect(told([{ ...missed, at: AT - 9 }, dialled])).toBeNull();
    expect(told([dialled, { kind: "CallbackAnswered", at: AT, ...call, attempt: 1 }])).toBe("none");
    expect(told([{ kind: "OfferDeclined", ...offer, reason: "declined" }])).toBe("none");
  });
});

/** A WAV as the server sends it: 16-bit stereo, 8 kHz. */
function stereo(...frames: [number, number][]): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(44 + 4 * frames.length));
  view.setUint32(36, 0x64617461);
  view.setUint16(22, 2, true);
  view.setUint32(24, 8000, true);
  view.setUint16(34, 16, true);
  frames.flat().forEach((sample, n) => view.setInt16(44 + 2 * n, sample, true));
  return view.buffer;
}

describe("listening", () => {
  it("goes faster by a key, round and round", () => {
    expect([fasterThan(1), fasterThan(1.25), fasterThan(1.5), fasterThan(2)]).toEqual([1.25, 1.5, 2, 1]);
  });

  it("is in both ears: the customer's side, and nobody's, become one", () => {
    const wav = stereo([100, 0], [-30_000, -30_000], [7, 0]);
    const mono = new DataView(inBothEars(wav));
    expect([0, 1, 2].map((n) => mono.getInt16(44 + 2 * n, true))).toEqual([100, -32768, 7]);
    expect([mono.getUint32(4, true), mono.getUint16(22, true), mono.getUint32(28, true), mono.getUint16(32, true), mono.getUint32(40, true)]).toEqual(
      [42, 1, 16_000, 2, 6],
    );
  });

  it("leaves alone what is not stereo of ours", () => {
    const mono = inBothEars(stereo([1, 2]));
    expect(inBothEars(mono)).toBe(mono);
    const short = new ArrayBuffer(12);
    expect(inBothEars(short)).toBe(short);
  });

  it("remembers a speed, and nothing else", () => {
    expect(rateOf("1.5")).toBe(1.5);
    expect(rateOf("16")).toBe(1);
    expect(rateOf(null)).toBe(1);
  });
});
