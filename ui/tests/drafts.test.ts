// Notes in a browser that several people use: what one wrote is never sent as another's.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { Autosave, type Outside, REST_MS, type SaveAnswer } from "../src/desk/notes/autosave";

const AWAY: SaveAnswer = { ok: false, code: "unreachable", again: true };

function outside(answers: SaveAnswer[]): Outside & { sent: string[]; kept: string | null } {
  const made = {
    sent: [] as string[],
    kept: null as string | null,
    save: (text: string): Promise<SaveAnswer> => {
      made.sent.push(text);
      return Promise.resolve(answers.shift() ?? { ok: true, version: made.sent.length });
    },
    keep: (text: string | null): void => void (made.kept = text),
    changed: (): void => undefined,
    now: () => Date.now(),
  };
  return made;
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe("whoever wrote has signed out", () => {
  it("and nothing more is sent, however it stood", async () => {
    const world = outside([AWAY]);
    const saving = new Autosave(world, { text: "", version: 0 });
    saving.typed("Paket");
    await vi.advanceTimersByTimeAsync(REST_MS);
    expect(world.sent).toEqual(["Paket"]);
    saving.stop();
    await vi.advanceTimersByTimeAsync(60_000);
    await saving.flush();
    expect(world.sent).toEqual(["Paket"]);
    expect(world.kept).toBe("Paket");
  });

  it("also while a try is under way", async () => {
    const world = outside([AWAY]);
    const saving = new Autosave(world, { text: "", version: 0 });
    saving.typed("Paket");
    vi.advanceTimersByTime(REST_MS);
    saving.stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(world.sent).toEqual(["Paket"]);
  });
});
