// What the live page shows of a status.
import { describe, expect, it } from "vitest";

import { callbacksInLine, figures, inLine, inService, nextFor, talking } from "../src/shared/live/derive";
import type { CallbackView } from "../src/generated/types";
import { agent, contact, queue, status } from "./views";

const callback: CallbackView = { asked: 0, attempts: 0, from_at: null, until_at: null, chosen: false };

describe("the line", () => {
  it("goes by due time, whatever the queue, and ends in the id", () => {
    const line = inLine(
      status({
        contacts: [
          contact("late", { due: 300 }),
          contact("b", { due: 200, entered: 5 }),
          contact("a", { due: 200, entered: 5 }),
          contact("first", { due: 100, phase: "offered" }),
          contact("talks", { due: 1, phase: "talking" }),
        ],
      }),
    );
    expect(line.map((each) => each.id)).toEqual(["first", "a", "b", "late"]);
  });

  it("the longest wait is the earliest to enter, not the first in line", () => {
    const found = figures(
      status({ contacts: [contact("first", { entered: 50, due: 60 }), contact("patient", { entered: 10, due: 900 })] }),
    );
    expect(found.longest?.id).toBe("patient");
    expect(found.waiting).toBe(2);
  });

  it("has those who are called back among the others, and counts them; who rests until later is not in it", () => {
    const now = status({
      contacts: [
        contact("line", { due: 1 }),
        contact("back", { due: 2, callback }),
        contact("rings", { due: 3, callback, phase: "offered" }),
        contact("later", { due: 4, callback, phase: "resting" }),
        contact("other", { due: 5, callback, queue_id: "b" }),
        contact("called", { due: 6, callback, phase: "dialling" }),
      ],
    });
    expect(inLine(now).map((each) => each.id)).toEqual(["line", "back", "rings", "other"]);
    expect([...callbacksInLine(now)]).toEqual([["a", 2], ["b", 1]]);
  });

  it("counts a parked customer among those who talk", () => {
    const now = status({ contacts: [contact("a", { phase: "held", answered_at: 2 }), contact("b", { phase: "talking", answered_at: 1 })] });
    expect(talking(now).map((each) => each.id)).toEqual(["b", "a"]);
    expect(figures(now).waiting).toBe(0);
  });
});

describe("agents", () => {
  it("are seen by presence and name; those who are signed out are not", () => {
    const seen = inService([agent("1", { presence: "pause" }), agent("2"), agent("3", { presence: "signed_out" }), agent("4", { presence: "offered" })]);
    expect(seen.map((each) => each.id)).toEqual(["4", "2", "1"]);
  });

  it("are told of the first in line whom they can serve", () => {
    const now = status({
      queues: [queue("hard", { required_skills: [{ name: "tech", level: 3 }] }), queue("easy")],
      contacts: [contact("x", { queue_id: "hard", due: 1 }), contact("y", { queue_id: "easy", due: 2 })],
    });
    expect(nextFor(agent("1", { skills: [{ name: "tech", level: 2 }] }), now)?.contact.id).toBe("y");
    expect(nextFor(agent("1", { skills: [{ name: "tech", level: 3 }] }), now)?.contact.id).toBe("x");
    const over = status({ ...now, contacts: [contact("x", { queue_id: "hard", also: ["easy"] })] });
    expect(nextFor(agent("1"), over)?.queue.id).toBe("easy");
  });
});
