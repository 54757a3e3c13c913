// The guide's steps, and what it shows beside them. Pure. Nothing is required and nothing is counted: an agent may walk
// on, go back, or never look at it.
import type { ContactView, Language, Phrase } from "../../generated/types";
import { type Fillings, type ShownPhrase, minutesOf, sayable } from "../../shared/phrases";
import { LONG_WAIT_MS, type Opening } from "../hello/cues";

export const STEPS = ["greet", "let_finish", "say_back", "check", "solve", "confirm", "close"] as const;
export type Step = (typeof STEPS)[number];

/** What can be laid beside the steps. */
export const ASIDES = ["yes_no", "hold", "transfer"] as const;
export type Aside = (typeof ASIDES)[number];

/**
 * From here on short questions are laid beside the steps by themselves. Most talks are over in five or six minutes; at
 * eight one goes round in circles more often than not, and a yes or a no helps both out of it.
 */
export const LONG_TALK_MS = 8 * 60_000;

/** Where the guide stands in one talk. */
export interface Walk {
  readonly step: number;
  /** Chosen by the agent; null: whatever the talk asks for. */
  readonly aside: Aside | null;
  /** The agent has put the short questions away. */
  readonly quiet: boolean;
}

export const BEGIN: Walk = { step: 0, aside: null, quiet: false };

export function walked(walk: Walk, by: -1 | 1): Walk {
  return { ...walk, step: Math.min(STEPS.length - 1, Math.max(0, walk.step + by)) };
}

export function stepOf(walk: Walk): Step {
  return STEPS[walk.step] ?? "greet";
}

/** A kept walk, or a new one when what was kept is something else. */
export function walkOf(kept: Partial<Walk> | null): Walk {
  const step = kept?.step ?? 0;
  if (!Number.isInteger(step) || step < 0 || step >= STEPS.length) return BEGIN;
  return { step, aside: ASIDES.find((each) => each === kept?.aside) ?? null, quiet: kept?.quiet === true };
}

export interface Talk {
  readonly held: boolean;
  readonly talked_ms: number;
}

/** What lies beside the steps now: the agent's choice, else words for the hold, else short questions in a long talk. */
export function asideOf(walk: Walk, talk: Talk): Aside | null {
  if (walk.aside !== null) return walk.aside;
  if (talk.held) return "hold";
  return talk.talked_ms >= LONG_TALK_MS && !walk.quiet ? "yes_no" : null;
}

/** The same key or button puts it there and takes it away. */
export function toggled(walk: Walk, aside: Aside, talk: Talk): Walk {
  if (asideOf(walk, talk) !== aside) return { ...walk, aside };
  return { ...walk, aside: null, quiet: walk.quiet || aside === "yes_no" };
}

/** Whether a step is behind one: walked past, or done without the guide. */
export function isDone(walk: Walk, step: Step, summary: string): boolean {
  return STEPS.indexOf(step) < walk.step || (step === "say_back" && summary.trim() !== "");
}

export function fillingsOf(contact: ContactView, agent: string, company: string, now: number): Fillings {
  return { agent, company, minutes: minutesOf((contact.answered_at ?? now) - contact.entered) };
}

function afterLongWait(all: readonly Phrase[], contact: ContactView, fillings: Fillings, now: number): ShownPhrase[] {
  if ((contact.answered_at ?? now) - contact.entered < LONG_WAIT_MS) return [];
  return sayable(all, "long_wait", contact.language, fillings);
}

/** The team's own way to begin after a long wait; null: there is none. */
export function openingOfTeam(
  all: readonly Phrase[],
  contact: ContactView,
  fillings: (language: Language) => Fillings,
  now: number,
  reader: Language,
): Opening | null {
  const first = afterLongWait(all, contact, fillings(contact.language), now)[0];
  if (first === undefined) return null;
  const same = all.filter((phrase) => phrase.id === first.id);
  const means = contact.language === reader ? null : (sayable(same, "long_wait", reader, fillings(reader))[0]?.text ?? null);
  return { text: first.text, language: contact.language, means };
}

/** What can be said at a step. After a long wait the greeting may be another one; its first words stand above the talk. */
export function saidAt(step: Step, all: readonly Phrase[], contact: ContactView, fillings: Fillings, now: number): ShownPhrase[] {
  const said = sayable(all, step, contact.language, fillings);
  return step === "greet" ? [...afterLongWait(all, contact, fillings, now).slice(1), ...said] : said;
}
