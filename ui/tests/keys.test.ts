// The desk's keyboard, key by key.
import { describe, expect, it } from "vitest";

import { type KeySurroundings, actionOf } from "../src/desk/keys";
import { type Stage, contactOf, isBusy, isTalk, stageOf } from "../src/desk/stage/stage";
import { agent, contact } from "./views";

function press(keys: string, stage: Stage, around: Partial<KeySurroundings> = {}): string | null {
  const parts = keys.split(" ");
  return actionOf(
    { key: parts.at(-1) ?? "", ctrl: parts.includes("Ctrl"), alt: parts.includes("Alt"), shift: parts.includes("Shift") },
    { stage, typing: false, onControl: false, dialogOpen: false, singleKeys: true, ...around },
  );
}

describe("answering", () => {
  it("is Enter, and nothing else is", () => {
    expect(press("Enter", "offered")).toBe("answer");
    expect(press("Enter", "ready")).toBeNull();
    expect(press("x", "offered")).toBe("decline");
  });

  it("is never Enter in a field, nor on a button that has its own", () => {
    expect(press("Enter", "offered", { typing: true })).toBeNull();
    expect(press("Enter", "offered", { onControl: true })).toBeNull();
    expect(press("Enter", "offered", { dialogOpen: true })).toBeNull();
  });

  it("is Ctrl Enter from anywhere", () => {
    expect(press("Ctrl Enter", "offered", { typing: true })).toBe("answer");
    expect(press("Ctrl Enter", "offered", { dialogOpen: true })).toBe("answer");
  });

  it("works when single keys are off", () => {
    expect(press("Enter", "offered", { singleKeys: false })).toBe("answer");
  });
});

describe("talking", () => {
  it.each([
    ["m", "mute"],
    ["h", "hold"],
    ["k", "keypad"],
    ["n", "note"],
    ["s", "summary"],
    ["l", "solved"],
    ["y", "yesNo"],
    [".", "guideNext"],
    [",", "guideBack"],
    ["Ctrl e", "end"],
    ["Ctrl E", "end"],
    ["Ctrl m", "mute"],
  ])("%s is %s", (keys, action) => {
    expect(press(keys, "talking")).toBe(action);
    expect(press(keys, "held")).toBe(action);
  });

  it("hangs up only by a deliberate key", () => {
    expect(press("e", "talking")).toBeNull();
    expect(press("Ctrl e", "ready")).toBeNull();
    expect(press("Ctrl Alt e", "talking")).toBeNull();
  });

  it("hangs up and mutes while typing; letters are letters there", () => {
    expect(press("Ctrl e", "talking", { typing: true })).toBe("end");
    expect(press("m", "talking", { typing: true })).toBeNull();
    expect(press("Escape", "talking", { typing: true })).toBe("leaveField");
  });

  it("leaves a dialog its keys", () => {
    expect(press("h", "talking", { dialogOpen: true })).toBeNull();
    expect(press("Escape", "talking", { dialogOpen: true, typing: true })).toBeNull();
  });
});

describe("calling back", () => {
  it("is stopped by the key that hangs up, and Enter does nothing more", () => {
    expect(press("Ctrl e", "dialling", { typing: true })).toBe("end");
    expect(press("Enter", "dialling")).toBeNull();
    expect(press("m", "dialling")).toBe("mute");
    expect(press("h", "dialling")).toBeNull();
  });
});

describe("what the customer said", () => {
  it.each(["offered", "dialling", "talking", "held"] as const)("is heard by Shift P while %s", (stage) => {
    expect(press("Shift P", stage)).toBe("playStatement");
    expect(press("Shift F", stage)).toBe("playFaster");
    expect(press("Shift P", stage, { typing: true })).toBeNull();
    expect(press("Shift P", stage, { singleKeys: false })).toBeNull();
  });

  it("takes no key from those who have nobody", () => {
    expect(press("Shift P", "ready")).toBe("pause");
    expect(press("p", "talking")).toBe("pause");
  });
});

describe("after the talk", () => {
  it.each([
    ["r", "result"],
    ["l", "solved"],
    ["s", "nextStep"],
    ["d", "hard"],
    ["+", "more"],
    ["Ctrl Enter", "finish"],
  ])("%s is %s", (keys, action) => expect(press(keys, "wrap_up")).toBe(action));

  it("R is ready again when the wrap-up is over", () => {
    expect(press("r", "breath")).toBe("ready");
    expect(press("r", "pause")).toBe("ready");
    expect(press("+", "breath")).toBe("more");
  });

  it("nothing happens when single keys are off, but the combinations", () => {
    expect(press("d", "wrap_up", { singleKeys: false })).toBeNull();
    expect(press("Ctrl Enter", "wrap_up", { singleKeys: false, typing: true })).toBe("finish");
  });
});

describe("the stage", () => {
  it("follows presence, and the contact's phase where presence does not tell", () => {
    expect(stageOf(agent("1"), undefined)).toBe("ready");
    expect(stageOf(agent("1", { presence: "on_contact" }), contact("c", { phase: "held" }))).toBe("held");
    expect(stageOf(agent("1", { presence: "on_contact" }), contact("c", { phase: "talking" }))).toBe("talking");
    expect(stageOf(agent("1", { presence: "on_contact" }), contact("c", { phase: "dialling" }))).toBe("dialling");
    expect(stageOf(agent("1", { presence: "offered" }), contact("c", { phase: "offered" }))).toBe("offered");
    expect(stageOf(agent("1", { presence: "pause", reason: "missed" }), undefined)).toBe("missed");
    expect(stageOf(agent("1", { presence: "unreachable" }), undefined)).toBe("unreachable");
  });

  it("is about whoever rings, then whoever is talked with, then what is wrapped up", () => {
    const views = new Map([
      ["talks", contact("talks", { phase: "talking" })],
      ["called", contact("called", { phase: "dialling" })],
      ["rings", contact("rings", { phase: "offered" })],
    ]);
    expect(contactOf(agent("1", { contacts: ["talks", "rings"] }), views)).toBe("rings");
    expect(contactOf(agent("1", { contacts: ["over", "talks"] }), views)).toBe("talks");
    expect(contactOf(agent("1", { contacts: ["over", "called"] }), views)).toBe("called");
    expect(contactOf(agent("1", { contacts: ["over"] }), views)).toBe("over");
    expect(contactOf(agent("1"), views)).toBeNull();
  });

  it("knows when somebody is on the line, or has just been", () => {
    expect(isBusy("wrap_up")).toBe(true);
    expect(isBusy("dialling")).toBe(true);
    expect(isTalk("dialling")).toBe(false);
    expect(isBusy("breath")).toBe(false);
  });
});

describe("colleagues", () => {
  it.each([
    ["q", "consult"],
    ["t", "transfer"],
    ["j", "conference"],
    ["x", "drop"],
    ["v", "leaveTalk"],
    ["Shift ?", "help"],
  ])("in my talk %s is %s", (keys, action) => {
    expect(press(keys, "talking")).toBe(action);
    expect(press(keys, "held")).toBe(action);
    expect(press(keys, "talking", { typing: true })).toBeNull();
    expect(press(keys, "talking", { singleKeys: false })).toBeNull();
    expect(press(keys, "ready")).not.toBe(action);
  });

  it.each([
    ["l", "listen"],
    ["w", "whisper"],
    ["j", "join"],
    ["o", "takeOver"],
    ["n", "hint"],
    ["m", "mute"],
    ["v", "leaveTalk"],
    ["Ctrl e", "end"],
    ["Ctrl m", "mute"],
  ])("in a colleague's talk %s is %s", (keys, action) => {
    expect(press(keys, "assisting")).toBe(action);
  });

  it("are answered as customers are, and may be told not now", () => {
    expect(press("Enter", "asked")).toBe("answer");
    expect(press("Enter", "asked", { typing: true })).toBeNull();
    expect(press("Ctrl Enter", "asked", { typing: true })).toBe("answer");
    expect(press("x", "asked")).toBe("decline");
  });

  it("are handed the customer by Enter only when they came for that", () => {
    expect(press("Enter", "held")).toBeNull();
    expect(press("Enter", "held", { handsOver: true })).toBe("transfer");
    expect(press("Enter", "held", { handsOver: true, onControl: true })).toBeNull();
    expect(press("Enter", "held", { handsOver: true, typing: true })).toBeNull();
  });

  it("are stood by for with one key, at rest", () => {
    expect(press("b", "ready")).toBe("standBy");
    expect(press("b", "signed_out")).toBe("standBy");
    expect(press("b", "talking")).toBeNull();
  });
});
