// From a key, a button or the palette to what is done: the one place that knows what each of the desk's actions needs.
import { announcer } from "../shared/announce.svelte";
import { reader } from "../shared/i18n/reader.svelte";
import { router } from "../shared/router.svelte";
import { act } from "./actions";
import { desk } from "./desk.svelte";
import type { DeskAction } from "./keys";
import { guide } from "./guide/guide.svelte";
import { toggleSolved } from "./guide/solved.svelte";
import { listening } from "./hello/listening.svelte";
import { phone } from "./phone/phone.svelte";
import { isTalk } from "./stage/stage";
import { talk } from "./talk/talk.svelte";
import { after } from "./wrapup/after.svelte";

export const ANSWER_ID = "desk-answer";
export const NOTE_ID = "desk-note";
export const SUMMARY_ID = "desk-summary";
export const RESULT_ID = "desk-result";
export const CUSTOMER_ID = "desk-customer";
export const STAGE_TITLE_ID = "stage-title";
export const HINT_ID = "desk-hint";

const PERFORM: Record<DeskAction, () => unknown> = {
  answer: () => {
    if (desk.stage === "asked") return talk.answer();
    const offer = desk.contact?.offer_id;
    if (offer == null) return;
    phone.answering();
    void act.accept(offer);
    // The guide follows its own test call; leaving it would hide what the call is for.
    if (router.route.page !== "start") router.go("/desk");
  },
  decline: () => {
    if (desk.stage === "asked") return talk.decline();
    const offer = desk.contact?.offer_id;
    if (offer != null) void act.decline(offer);
  },
  ready: () => {
    phone.start();
    void act.ready();
  },
  pause: () => (desk.askingPause = true),
  finish: () => void after.finish(),
  more: () => void act.moreTime().then((given) => given && announcer.say(reader.t.desk.wrapUpMore)),
  hard: () => after.decide({ hard: !after.answers.hard }),
  solved: () => (isTalk(desk.stage) ? void toggleSolved() : after.turnSolved()),
  mute: () => phone.toggleMute(),
  hold: () => talk.hold(),
  keypad: () => (desk.keypadOpen = !desk.keypadOpen),
  end: () => talk.hangUp(),
  note: () => focus(NOTE_ID),
  summary: () => focus(SUMMARY_ID),
  guideNext: () => guide.go(1),
  guideBack: () => guide.go(-1),
  yesNo: () => guide.toggle("yes_no"),
  result: () => focus(RESULT_ID),
  nextStep: () => (after.addingStep = true),
  customer: () => focus(CUSTOMER_ID) || focusFirst("[data-tour=customer]"),
  why: () => (desk.askingWhy = true),
  playStatement: () => void listening.toggle(),
  playFaster: () => listening.faster(),
  leaveField: () => focus(STAGE_TITLE_ID),
  consult: () => talk.seek("consult"),
  transfer: () => talk.transfer(),
  conference: () => talk.conference(),
  drop: () => talk.drop(),
  leaveTalk: () => talk.leave(),
  help: () => talk.help(),
  listen: () => talk.be("listen"),
  whisper: () => talk.be("whisper"),
  join: () => talk.be("joined"),
  takeOver: () => (talk.takingOver = !talk.takingOver),
  hint: () => focus(HINT_ID),
  standBy: () => talk.standBy(),
};

export function perform(action: DeskAction): void {
  PERFORM[action]();
}

function focus(id: string): boolean {
  const element = document.getElementById(id);
  element?.focus();
  return element !== null;
}

/** The first thing that can be pressed inside: the card's name, when there is a card. */
export function focusFirst(place: string): boolean {
  const element = document.querySelector<HTMLElement>(`${place} dl button, ${place} h3 button`);
  element?.focus();
  return element !== null;
}
