// The reducer is the page's only way from messages to state, so each rule of the protocol has its test here.
import { describe, expect, it } from "vitest";

import type { Changes, LiveMessage } from "../src/generated/types";
import { type LiveState, reduce } from "../src/shared/live/reducer";
import { agent, contact, queue, snapshot, status } from "./views";

function changes(seq: number, more: Partial<Changes> = {}): Changes {
  return { type: "changes", seq, at: 2000, puts: {}, gone: {}, ...more };
}

function after(...messages: LiveMessage[]): LiveState {
  let state: LiveState | null = null;
  for (const message of messages) {
    const next = reduce(state, message);
    if (next === "resync") throw new Error("resync");
    state = next;
  }
  if (state === null) throw new Error("no message");
  return state;
}

describe("reduce", () => {
  it("starts from a snapshot", () => {
    expect(after(snapshot(7)).seq).toBe(7);
  });

  it("forgets everything before a new snapshot", () => {
    const state = after(snapshot(7, status({ agents: [agent("1")] })), { ...snapshot(2), run: "other" });
    expect(state).toEqual({ run: "other", seq: 2, status: status() });
  });

  it("puts a changed view in the place of the one with its id", () => {
    const state = after(
      snapshot(1, status({ queues: [queue("a"), queue("b")] })),
      changes(2, { puts: { queues: [queue("b", { waiting_count: 3 })] } }),
    );
    expect(state.status.queues.map((view) => [view.id, view.waiting_count])).toEqual([["a", 0], ["b", 3]]);
  });

  it("keeps views sorted by id, as a snapshot has them", () => {
    const state = after(
      snapshot(1, status({ contacts: [contact("b")] })),
      changes(2, { puts: { contacts: [contact("c"), contact("a")] } }),
    );
    expect(state.status.contacts.map((view) => view.id)).toEqual(["a", "b", "c"]);
  });

  it("removes what is gone", () => {
    const state = after(
      snapshot(1, status({ contacts: [contact("a"), contact("b")] })),
      changes(2, { gone: { contacts: ["a"] } }),
    );
    expect(state.status.contacts.map((view) => view.id)).toEqual(["b"]);
  });

  it("leaves collections alone that did not change, so that nothing is drawn again", () => {
    const before = after(snapshot(1, status({ agents: [agent("1")] })));
    const next = reduce(before, changes(2, { puts: { queues: [queue("a")] } })) as LiveState;
    expect(next.status.agents).toBe(before.status.agents);
  });

  it("old snapshot + changes = fresh snapshot", () => {
    const fresh = status({ at: 2000, contacts: [contact("b"), contact("c")], agents: [agent("1", { presence: "on_contact" })] });
    const state = after(
      snapshot(1, status({ contacts: [contact("a"), contact("b")], agents: [agent("1")] })),
      changes(2, {
        puts: { contacts: [contact("c")], agents: [agent("1", { presence: "on_contact" })] },
        gone: { contacts: ["a"] },
      }),
    );
    expect(state.status).toEqual(fresh);
  });

  it("asks for a snapshot when a number is missing", () => {
    expect(reduce(after(snapshot(1)), changes(3))).toBe("resync");
  });

  it("asks for a snapshot when it was told of changes first", () => {
    expect(reduce(null, changes(1))).toBe("resync");
    expect(reduce(null, { type: "alive", seq: 1, at: 1 })).toBe("resync");
  });

  it("ignores what it has already seen", () => {
    const state = after(snapshot(5));
    expect(reduce(state, changes(5, { gone: { contacts: ["a"] } }))).toBe(state);
  });

  it("takes the server's time from a sign of life, and notices what it missed", () => {
    const state = after(snapshot(5), { type: "alive", seq: 5, at: 9000 });
    expect(state.status.at).toBe(9000);
    expect(reduce(state, { type: "alive", seq: 6, at: 9500 })).toBe("resync");
  });
});
