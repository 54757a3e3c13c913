// What the live page says of callbacks, of those on their way in, and of the waits that were told.
import { describe, expect, it } from "vitest";

import type { CallbackView } from "../src/generated/types";
import { callbacksAside, keptInTen, onTheWay } from "../src/supervisor/pulse";
import { contact, status } from "./views";

const callback: CallbackView = { asked: 0, attempts: 0, from_at: null, until_at: null, chosen: false };

describe("callbacks that are in no line", () => {
  it("are those who are being called, then by when they may be", () => {
    const now = status({
      contacts: [
        contact("later", { phase: "resting", until: 900, callback }),
        contact("in-line", { phase: "waiting", callback }),
        contact("soon", { phase: "resting", until: 300, callback }),
        contact("rings", { phase: "dialling", callback }),
        contact("talks", { phase: "talking" }),
      ],
    });
    expect(callbacksAside(now).map((each) => each.id)).toEqual(["rings", "soon", "later"]);
  });
});

describe("on the way in", () => {
  it("are those who choose and those at a shut door, not those who wait", () => {
    const now = status({ contacts: [contact("a", { phase: "entering" }), contact("b", { phase: "refused" }), contact("c", { phase: "entering" }), contact("d")] });
    expect(onTheWay(now)).toEqual({ entering: 2, refused: 1 });
  });
});

describe("what was told", () => {
  it("is a count of ten when there are ten or more, else as it is", () => {
    expect(keptInTen([{ since: 0, told: 6, kept: 5 }, { since: 1, told: 14, kept: 10 }])).toEqual({ kept: 8, of: 10 });
    expect(keptInTen([{ since: 0, told: 4, kept: 3 }])).toEqual({ kept: 3, of: 4 });
  });

  it("is nothing before anybody has been told", () => {
    expect(keptInTen([])).toBeNull();
    expect(keptInTen([{ since: 0, told: 0, kept: 0 }])).toBeNull();
  });
});
