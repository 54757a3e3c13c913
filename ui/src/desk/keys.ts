// The desk's keyboard: which key does what in which face of the desk. Pure, so that the whole map can be tested. A single
// key never acts while somebody types or when single keys are turned off; the combinations always do, and only one of
// them answers a ring from inside a field: Ctrl Enter, never Enter alone.
import { type Stage, isTalk } from "./stage/stage";

export type DeskAction =
  | "answer"
  | "decline"
  | "ready"
  | "pause"
  | "finish"
  | "more"
  | "hard"
  | "solved"
  | "mute"
  | "hold"
  | "keypad"
  | "end"
  | "note"
  | "summary"
  | "guideNext"
  | "guideBack"
  | "yesNo"
  | "result"
  | "nextStep"
  | "customer"
  | "why"
  | "playStatement"
  | "playFaster"
  | "leaveField"
  | TalkAction;

/** What is done with colleagues. */
export type TalkAction =
  | "consult"
  | "transfer"
  | "conference"
  | "drop"
  | "leaveTalk"
  | "help"
  | "listen"
  | "whisper"
  | "join"
  | "takeOver"
  | "hint"
  | "standBy";

export interface KeyPress {
  readonly key: string;
  readonly ctrl: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
}

export interface KeySurroundings {
  readonly stage: Stage;
  /** The focus is in something that takes text. */
  readonly typing: boolean;
  /** The focus is on a button, a link or the like, which has its own Enter. */
  readonly onControl: boolean;
  readonly dialogOpen: boolean;
  readonly singleKeys: boolean;
  /** A colleague is there who came to take the customer: Enter hands over. */
  readonly handsOver?: boolean;
}

const REST: Partial<Record<string, DeskAction>> = { r: "ready", b: "standBy", p: "pause", c: "customer", w: "why" };
const TALK: Partial<Record<string, DeskAction>> = {
  m: "mute",
  h: "hold",
  k: "keypad",
  n: "note",
  s: "summary",
  l: "solved",
  y: "yesNo",
  ".": "guideNext",
  ",": "guideBack",
  q: "consult",
  t: "transfer",
  j: "conference",
  x: "drop",
  v: "leaveTalk",
  "?": "help",
  p: "pause",
  c: "customer",
};
/** In a colleague's talk. */
const ASSIST: Partial<Record<string, DeskAction>> = {
  m: "mute",
  l: "listen",
  w: "whisper",
  j: "join",
  o: "takeOver",
  n: "hint",
  v: "leaveTalk",
  p: "pause",
  c: "customer",
};
const DIALLING: Partial<Record<string, DeskAction>> = { m: "mute", p: "pause", c: "customer" };
/** With Shift, as long as somebody has something to say that can be heard. */
const LISTEN: Partial<Record<string, DeskAction>> = { p: "playStatement", f: "playFaster" };
const AFTER: Partial<Record<string, DeskAction>> = {
  n: "note",
  r: "result",
  l: "solved",
  s: "nextStep",
  d: "hard",
  "+": "more",
  p: "pause",
  c: "customer",
};

/** What a key press means now; null when it is not the desk's. */
export function actionOf(press: KeyPress, around: KeySurroundings): DeskAction | null {
  if (press.alt) return null;
  if (press.ctrl) return combination(press, around);
  if (around.dialogOpen) return null;
  if (press.key === "Escape") return around.typing ? "leaveField" : null;
  if (around.typing) return null;
  if (press.key === "Enter") return around.onControl ? null : enter(around);
  return around.singleKeys ? single(press, around.stage) : null;
}

function enter({ stage, handsOver = false }: KeySurroundings): DeskAction | null {
  if (stage === "offered" || stage === "asked") return "answer";
  return isTalk(stage) && handsOver ? "transfer" : null;
}

function combination(press: KeyPress, { stage, dialogOpen }: KeySurroundings): DeskAction | null {
  const key = press.key.toLowerCase();
  if (key === "enter" && (stage === "offered" || stage === "asked")) return "answer";
  if (key === "enter" && stage === "wrap_up") return dialogOpen ? null : "finish";
  const onLine = isTalk(stage) || stage === "dialling" || stage === "assisting";
  if (key === "e" && !press.shift && onLine) return "end";
  if (key === "m" && !press.shift && onLine) return "mute";
  return null;
}

function single(press: KeyPress, stage: Stage): DeskAction | null {
  const key = press.key.toLowerCase();
  const hasCustomer = stage === "offered" || stage === "dialling" || isTalk(stage);
  if (press.shift && hasCustomer && LISTEN[key] !== undefined) return LISTEN[key];
  if (stage === "offered" || stage === "asked") return key === "x" ? "decline" : key === "c" ? "customer" : null;
  if (stage === "assisting") return ASSIST[key] ?? null;
  if (stage === "dialling") return DIALLING[key] ?? null;
  if (isTalk(stage)) return TALK[key] ?? null;
  if (stage === "wrap_up") return AFTER[key] ?? null;
  if (stage === "breath" && key === "+") return "more";
  return REST[key] ?? null;
}
