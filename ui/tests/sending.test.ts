// What is sent as soon as it is typed or chosen: one after the other, and nothing is dropped.
import { describe, expect, it, vi } from "vitest";

import { TypedTeams } from "../src/admin/people/teams";
import { Sending } from "../src/admin/sending.svelte";

vi.mock("../src/shared/i18n/reader.svelte", async () => {
  const { catalogues } = await import("../src/shared/i18n/index");
  return { reader: { t: catalogues.sv } };
});

/** Requests that are answered by hand, in the order in which they were made. */
class Line {
  readonly sent: string[] = [];
  readonly #answers: ((good: boolean) => void)[] = [];

  send = (what: string): Promise<boolean> => {
    this.sent.push(what);
    return new Promise((resolve) => this.#answers.push(resolve));
  };

  async answer(good = true): Promise<void> {
    this.#answers.shift()?.(good);
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  }
}

describe("a form that is sent", () => {
  it("is not sent twice by a second press, and what is typed beside it waits for its turn", async () => {
    const line = new Line();
    const sending = new Sending();
    const first = sending.run(() => line.send("form"), "");
    expect(await sending.run(() => line.send("form again"), "")).toBe(false);
    const others = ["a", "b"].map((what) => sending.inTurn(() => line.send(what), ""));
    expect(line.sent).toEqual(["form"]);
    await line.answer();
    expect(line.sent).toEqual(["form", "a"]);
    await line.answer();
    expect(line.sent).toEqual(["form", "a", "b"]);
    await line.answer();
    expect(await Promise.all([first, ...others])).toEqual([true, true, true]);
    expect(sending.busy).toBe(false);
  });

  it("says what went wrong also when what came after it went well", async () => {
    const sending = new Sending();
    let refuse: (why: Error) => void = () => undefined;
    const first = sending.inTurn(() => new Promise((_, reject) => (refuse = reject)), "");
    const second = sending.inTurn(() => Promise.resolve(), "");
    refuse(new Error("no"));
    expect([await first, await second]).toEqual([false, true]);
    expect(sending.trouble).not.toBe("");
    await sending.run(() => Promise.resolve(), "");
    expect(sending.trouble).toBe("");
  });
});

describe("teams that are typed", () => {
  const anna = { id: "101", team: "Nord" };
  const bo = { id: "102", team: "Nord" };

  it("are all sent, whoever's is on its way", async () => {
    const line = new Line();
    const sending = new Sending();
    const teams = new TypedTeams((id, team) => sending.inTurn(() => line.send(`${id} ${team}`), ""));
    void teams.typed(anna, "Syd");
    void teams.typed(bo, "Syd ");
    for (let turn = 0; turn < 3; turn += 1) await line.answer();
    expect(line.sent).toEqual(["101 Syd", "102 Syd"]);
  });

  it("end with what was typed last, also when the page still shows just that", async () => {
    const line = new Line();
    const teams = new TypedTeams((_, team) => line.send(team));
    void teams.typed(anna, "Syd");
    void teams.typed(anna, "Öst");
    void teams.typed(anna, "Nord");
    for (let turn = 0; turn < 3; turn += 1) await line.answer();
    expect(line.sent).toEqual(["Syd", "Nord"]);
    void teams.typed(anna, "Nord");
    expect(line.sent).toEqual(["Syd", "Nord"]);
  });
});
