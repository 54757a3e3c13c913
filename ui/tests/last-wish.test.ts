import { describe, expect, it } from "vitest";

import { LAG_MS, LastWish, turn } from "../src/desk/last-wish";
import { LAG_MS as DONE_LAG_MS, Once } from "../src/desk/once";

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
    const done = turn(new LastWish<boolean>(), "c", false, centre.send);
    centre.answer();
    expect(await done).toBe(true);
    expect(centre.heard).toEqual([true]);
  });

  it("is turned back by a press while the first is on its way, one request at a time", async () => {
    const centre = slowCentre();
    const wish = new LastWish<boolean>();
    const done = turn(wish, "c", false, centre.send);
    expect(await turn(wish, "c", false, centre.send)).toBeNull();
    expect(centre.heard).toEqual([true]);
    centre.answer();
    await settled();
    expect(centre.heard).toEqual([true, false]);
    centre.answer();
    expect(await done).toBe(false);
  });

  it("is not told twice when two more presses wish the same again", async () => {
    const centre = slowCentre();
    const wish = new LastWish<boolean>();
    const done = turn(wish, "c", false, centre.send);
    void turn(wish, "c", false, centre.send);
    void turn(wish, "c", false, centre.send);
    centre.answer();
    expect(await done).toBe(true);
    expect(centre.heard).toEqual([true]);
  });

  it("can be tried again when the centre refused", async () => {
    const centre = slowCentre();
    const wish = new LastWish<boolean>();
    const refused = turn(wish, "c", false, centre.send);
    centre.answer(false);
    expect(await refused).toBeNull();
    const again = turn(wish, "c", false, centre.send);
    centre.answer();
    expect(await again).toBe(true);
  });

  it("of the next contact does not wait for the last one's", async () => {
    const centre = slowCentre();
    const wish = new LastWish<boolean>();
    const first = turn(wish, "a", false, centre.send);
    const second = turn(wish, "b", false, centre.send);
    expect(centre.heard).toEqual([true, true]);
    centre.answer();
    centre.answer();
    expect([await first, await second]).toEqual([true, true]);
  });

  it("is turned back by a press before the page shows what the centre took, and by the page's word later", async () => {
    let now = 0;
    const centre = slowCentre();
    const wish = new LastWish<boolean>(() => now);
    const held = turn(wish, "c", false, centre.send);
    centre.answer();
    expect(await held).toBe(true);
    const resumed = turn(wish, "c", false, centre.send);
    centre.answer();
    expect(await resumed).toBe(false);
    now += LAG_MS;
    const shown = turn(wish, "c", true, centre.send);
    centre.answer();
    expect(await shown).toBe(false);
    expect(centre.heard).toEqual([true, false, false]);
  });

  it("is the page's again once the page has shown it: somebody else may have turned it since", async () => {
    const centre = slowCentre();
    const wish = new LastWish<boolean>();
    const resumed = turn(wish, "c", true, centre.send);
    centre.answer();
    expect(await resumed).toBe(false);
    wish.saw("c", true);
    expect(wish.standing("c", true)).toBe(false);
    wish.saw("c", false);
    expect(wish.standing("c", true)).toBe(true);
  });

  it("is the page's at once when it showed it before the answer came", async () => {
    const centre = slowCentre();
    const wish = new LastWish<boolean>();
    wish.saw("c", true);
    const resumed = turn(wish, "c", true, centre.send);
    wish.saw("c", false);
    centre.answer();
    expect(await resumed).toBe(false);
    expect(wish.standing("c", true)).toBe(true);
  });

  it("can be one of several: whisper, join, and back to listening, in this order", async () => {
    const heard: string[] = [];
    const answers: (() => void)[] = [];
    const send = (part: string): Promise<boolean> => {
      heard.push(part);
      return new Promise((resolve) => answers.push(() => resolve(true)));
    };
    const wish = new LastWish<string>();
    const done = wish.want("p", "whisper", send);
    expect(wish.standing("p", "listen")).toBe("whisper");
    void wish.want("p", "joined", send);
    void wish.want("p", "listen", send);
    answers.shift()!();
    await settled();
    answers.shift()!();
    expect(await done).toBe("listen");
    expect(heard).toEqual(["whisper", "listen"]);
    expect(wish.standing("another", "listen")).toBe("listen");
  });
});

describe("a key that does something once", () => {
  function counted() {
    const said: string[] = [];
    const answers: ((done: boolean) => void)[] = [];
    const send = (what: string) => (): Promise<boolean> => {
      said.push(what);
      return new Promise((resolve) => answers.push(resolve));
    };
    return { said, send, answer: (done: boolean) => answers.shift()!(done) };
  }

  it("says it once, pressed twice before or just after the answer", async () => {
    let now = 0;
    const centre = counted();
    const once = new Once(() => now);
    const first = once.do("end a", centre.send("end a"));
    const second = once.do("end a", centre.send("end a"));
    centre.answer(true);
    expect(await Promise.all([first, second])).toEqual([true, true]);
    expect(await once.do("end a", centre.send("end a"))).toBe(true);
    expect(centre.said).toEqual(["end a"]);
    now += DONE_LAG_MS;
    void once.do("end a", centre.send("end a"));
    expect(centre.said).toEqual(["end a", "end a"]);
  });

  it("never stands in the way of another: the next ring is answered while the last answer hangs", () => {
    const centre = counted();
    const once = new Once();
    void once.do("answer a", centre.send("answer a"));
    void once.do("answer b", centre.send("answer b"));
    expect(centre.said).toEqual(["answer a", "answer b"]);
  });

  it("can be tried again when it was refused", async () => {
    const centre = counted();
    const once = new Once();
    const refused = once.do("hand over", centre.send("hand over"));
    centre.answer(false);
    expect(await refused).toBe(false);
    await settled();
    void once.do("hand over", centre.send("hand over"));
    expect(centre.said).toEqual(["hand over", "hand over"]);
  });
});
