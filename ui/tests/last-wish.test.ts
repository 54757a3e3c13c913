import { describe, expect, it } from "vitest";

import { LastWish } from "../src/desk/guide/last-wish";

/** A centre that answers when it is told to. */
function slowCentre() {
  const heard: boolean[] = [];
  const waiting: ((took: boolean) => void)[] = [];
  const send = (wished: boolean): Promise<boolean> => {
    heard.push(wished);
    return new Promise((resolve) => waiting.push(resolve));
  };
  return { heard, send, answer: (took = true) => waiting.shift()!(took) };
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

describe("a mark that a key turns", () => {
  it("is told as the opposite of what it is", async () => {
    const centre = slowCentre();
    const done = new LastWish().turn("c", false, centre.send);
    centre.answer();
    expect(await done).toBe(true);
    expect(centre.heard).toEqual([true]);
  });

  it("is turned back by a press while the first is on its way, one request at a time", async () => {
    const centre = slowCentre();
    const wish = new LastWish();
    const done = wish.turn("c", false, centre.send);
    expect(await wish.turn("c", false, centre.send)).toBeNull();
    expect(centre.heard).toEqual([true]);
    centre.answer();
    await settled();
    expect(centre.heard).toEqual([true, false]);
    centre.answer();
    expect(await done).toBe(false);
  });

  it("is not told twice when two more presses wish the same again", async () => {
    const centre = slowCentre();
    const wish = new LastWish();
    const done = wish.turn("c", false, centre.send);
    void wish.turn("c", false, centre.send);
    void wish.turn("c", false, centre.send);
    centre.answer();
    expect(await done).toBe(true);
    expect(centre.heard).toEqual([true]);
  });

  it("can be tried again when the centre refused", async () => {
    const centre = slowCentre();
    const wish = new LastWish();
    const refused = wish.turn("c", false, centre.send);
    centre.answer(false);
    expect(await refused).toBeNull();
    const again = wish.turn("c", false, centre.send);
    centre.answer();
    expect(await again).toBe(true);
  });

  it("of the next contact does not wait for the last one's", async () => {
    const centre = slowCentre();
    const wish = new LastWish();
    const first = wish.turn("a", false, centre.send);
    const second = wish.turn("b", false, centre.send);
    expect(centre.heard).toEqual([true, true]);
    centre.answer();
    centre.answer();
    expect([await first, await second]).toEqual([true, true]);
  });
});
