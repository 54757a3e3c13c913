// A note is never lost: what is typed is kept at once, sent when the typing rests, tried again, and refused with a code.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { Autosave, LONGEST_UNSENT_MS, REST_MS, type SaveAnswer, type SaveState } from "../src/desk/notes/autosave";

class Server {
  readonly got: { text: string; version: number }[] = [];
  readonly states: SaveState["kind"][] = [];
  kept: string | null = null;
  answers: (SaveAnswer | Promise<SaveAnswer>)[] = [];

  outside = {
    save: (text: string, version: number): Promise<SaveAnswer> => {
      this.got.push({ text, version });
      return Promise.resolve(this.answers.shift() ?? { ok: true as const, version: version + 1 });
    },
    keep: (text: string | null): void => void (this.kept = text),
    changed: (state: SaveState): void => void this.states.push(state.kind),
    now: (): number => Date.now(),
  };
}

const away: SaveAnswer = { ok: false, code: "unreachable", again: true };
let server: Server;

beforeEach(() => {
  vi.useFakeTimers();
  server = new Server();
});
afterEach(() => vi.useRealTimers());

const fresh = (): Autosave => new Autosave(server.outside, { text: "", version: 0 });

describe("autosave", () => {
  it("keeps each word in the browser at once, and sends when the typing rests", async () => {
    const note = fresh();
    note.typed("pa");
    note.typed("paket");
    expect(server.kept).toBe("paket");
    expect(server.got).toEqual([]);
    await vi.advanceTimersByTimeAsync(REST_MS);
    expect(server.got).toEqual([{ text: "paket", version: 0 }]);
    expect(note.state.kind).toBe("saved");
    expect(server.kept).toBeNull();
  });

  it("sends now and then to those who never rest", async () => {
    const note = fresh();
    for (let n = 0; n < 20; n += 1) {
      note.typed("x".repeat(n + 1));
      await vi.advanceTimersByTimeAsync(300);
    }
    expect(server.got.length).toBeGreaterThan(0);
    expect(LONGEST_UNSENT_MS).toBeLessThan(6000);
  });

  it("sends what was written while it was sending, upon the new version", async () => {
    let answer: (value: SaveAnswer) => void = () => undefined;
    server.answers = [new Promise((resolve) => (answer = resolve))];
    const note = fresh();
    note.typed("a");
    await vi.advanceTimersByTimeAsync(REST_MS);
    note.typed("ab");
    answer({ ok: true, version: 1 });
    await vi.advanceTimersByTimeAsync(2 * REST_MS);
    expect(server.got).toEqual([
      { text: "a", version: 0 },
      { text: "ab", version: 1 },
    ]);
    expect(note.unsent).toBe(false);
  });

  it("never has two tries on the way", async () => {
    let answer: (value: SaveAnswer) => void = () => undefined;
    server.answers = [new Promise((resolve) => (answer = resolve))];
    const note = fresh();
    note.typed("a");
    await vi.advanceTimersByTimeAsync(REST_MS);
    void note.flush();
    void note.flush();
    await vi.advanceTimersByTimeAsync(10);
    expect(server.got.length).toBe(1);
    answer({ ok: true, version: 1 });
    await vi.advanceTimersByTimeAsync(10);
    expect(server.got.length).toBe(1);
  });

  it("tries again with growing waits while the server is away, and keeps the text", async () => {
    server.answers = [away, away];
    const note = fresh();
    note.typed("kvar");
    await vi.advanceTimersByTimeAsync(REST_MS);
    expect(note.state.kind).toBe("kept");
    expect(server.kept).toBe("kvar");
    await vi.advanceTimersByTimeAsync(1000);
    expect(server.got.length).toBe(2);
    await vi.advanceTimersByTimeAsync(1999);
    expect(server.got.length).toBe(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(note.state.kind).toBe("saved");
  });

  it("shows a refusal with its code, keeps the text, and tries again only when it is another", async () => {
    server.answers = [{ ok: false, code: "note_too_long", again: false }];
    const note = fresh();
    note.typed("för långt");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.got.length).toBe(1);
    expect(note.state).toEqual({ kind: "refused", code: "note_too_long" });
    expect(server.kept).toBe("för långt");
    note.typed("kort");
    await vi.advanceTimersByTimeAsync(REST_MS);
    expect(note.state.kind).toBe("saved");
  });

  it("sends what a reload found in the browser", async () => {
    const note = new Autosave(server.outside, { text: "gammalt", version: 4 }, "gammalt och nytt");
    expect(note.text).toBe("gammalt och nytt");
    await vi.advanceTimersByTimeAsync(0);
    expect(server.got).toEqual([{ text: "gammalt och nytt", version: 4 }]);
  });

  it("does nothing for a note that nobody wrote in", async () => {
    fresh();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.got).toEqual([]);
  });

  it("writes over another's version only after it was chosen", async () => {
    server.answers = [{ ok: false, code: "changed_meanwhile", again: false }];
    const note = fresh();
    note.typed("min");
    await vi.advanceTimersByTimeAsync(REST_MS);
    note.rebase(7, "den andras");
    await vi.advanceTimersByTimeAsync(0);
    expect(server.got.at(-1)).toEqual({ text: "min", version: 7 });
  });
});
