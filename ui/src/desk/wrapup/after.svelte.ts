// What is decided about a contact when it is over: result, solved, hard, next step. Kept in this browser until it is
// sent, so that a reload loses nothing; and when the wrap-up ends by itself before the agent was done, the work lingers.
import type { FinishWrapUpBody, NextStepBody } from "../../generated/types";
import { post } from "../../shared/api";
import { centre } from "../../shared/centre.svelte";
import { problemOf } from "../../shared/problems";
import { keysBeginning, store, stored } from "../../shared/stored";
import { act } from "../actions";
import { desk } from "../desk.svelte";
import { flushOf, waitsOf } from "../notes/notes.svelte";
import { isTalk } from "../stage/stage";
import { MORE_MS, isTouched, needsMoreTime } from "./keeper";
import { tree } from "./tree.svelte";

export interface Step {
  readonly text: string;
  readonly owner: string;
  readonly due: string;
}

export interface Answers {
  readonly disposition: string | null;
  readonly solved: boolean | null;
  /** The agent said that they do not know whether it is solved: what was said of it in the talk is taken back. */
  readonly unsure: boolean;
  readonly hard: boolean;
  readonly step: Step | null;
}

const NOTHING: Answers = { disposition: null, solved: null, unsure: false, hard: false, step: null };

/** When somebody last worked after a contact, so that a reload in the middle of it knows. */
interface Worked {
  readonly contactId: string;
  readonly at: number;
}

class AfterWork {
  contactId = $state<string | null>(null);
  answers = $state.raw<Answers>(NOTHING);
  /** A contact whose wrap-up ended before the agent was done with it. */
  lingering = $derived<string | null>(this.#lingers());
  /** The agent has begun: the wrap-up ends when they say so. */
  keepsOpen = $state(false);
  addingStep = $state(false);
  /** Something was written or chosen that has not been finished. */
  #begun = $state(false);
  #finishing = $state(false);
  #workedAt: number | null = null;
  #askedAt: number | null = null;

  /** The contact that the desk is about is another one, or the same. */
  follow(contactId: string | null): void {
    if (contactId === null || contactId === this.contactId) return;
    this.contactId = contactId;
    this.answers = { ...NOTHING, ...stored<Answers>(keyOf(contactId)) };
    this.keepsOpen = false;
    this.addingStep = false;
    const worked = stored<Worked>(workedKey());
    this.#workedAt = worked?.contactId === contactId ? worked.at : null;
    this.#begun = this.#workedAt !== null;
    this.#askedAt = null;
  }

  /** Not while it is worked with, and not between "done" and the server's answer. */
  #lingers(): string | null {
    const works = isTalk(desk.stage) || desk.stage === "wrap_up";
    if (works || this.#finishing || this.contactId === null) return null;
    return this.#begun || waitsOf(this.contactId) ? this.contactId : null;
  }

  /** Nothing is worked with: what was decided about an earlier contact and never sent comes back, also after a reload. */
  restore(): void {
    if (this.#begun || this.#finishing) return;
    const kept = keysBeginning(prefix())[0];
    if (kept === undefined) return;
    this.contactId = kept.slice(prefix().length);
    this.answers = { ...NOTHING, ...stored<Answers>(kept) };
    this.#begun = true;
  }

  /** The agent wrote or chose something in the wrap-up; in a talk, or in an old note, it keeps nothing open. */
  touched(): void {
    if (desk.stage !== "wrap_up") return;
    this.#begun = true;
    this.#workedAt = centre.serverNow();
    if (this.contactId !== null) store(workedKey(), { contactId: this.contactId, at: this.#workedAt } satisfies Worked);
    this.keepTime();
  }

  decide(change: Partial<Answers>): void {
    const said = change.solved === undefined ? {} : { unsure: false };
    this.answers = { ...this.answers, ...said, ...change };
    if (this.contactId !== null) store(keyOf(this.contactId), this.answers);
    this.touched();
  }

  /** Yes, no, I do not know, and round again. */
  turnSolved(): void {
    const { solved, unsure } = this.answers;
    if (unsure || solved === null) this.decide({ solved: true });
    else if (solved) this.decide({ solved: false });
    else this.decide({ solved: null, unsure: true });
  }

  /** Once a second, and at each word: a wrap-up that was begun does not end by itself. */
  keepTime(): void {
    const agent = desk.agent;
    if (agent === undefined || agent.presence !== "wrap_up") return;
    const now = centre.serverNow();
    const clock = { now, since: agent.since, until: agent.until, workedAt: this.#workedAt, askedAt: this.#askedAt };
    this.keepsOpen = isTouched(clock);
    if (!needsMoreTime(clock)) return;
    this.#askedAt = now;
    void act.keepTime(MORE_MS);
  }

  /** Note and next step first, then the wrap-up itself: what cannot be saved keeps the work in sight. */
  async finish(): Promise<void> {
    const id = this.contactId;
    if (id === null || this.#finishing) return;
    this.#finishing = true;
    try {
      await flushOf(id);
      if ((await this.#sendStep(id)) && (await act.finish(this.#body))) this.#done(id);
    } finally {
      this.#finishing = false;
    }
  }

  /** The wrap-up is over: of one that was not touched, a mark from the talk is with the centre already. */
  leave(): void {
    const { disposition, hard, step } = this.answers;
    if (this.contactId === null || this.#begun || this.#finishing || disposition !== null || hard || step !== null) return;
    this.#done(this.contactId);
  }

  /** After the wrap-up's own end: save what can still be saved, and close. */
  async close(): Promise<void> {
    const id = this.lingering;
    if (id === null) return;
    if (!(await flushOf(id)) || !(await this.#sendStep(id))) return;
    const { disposition, solved, unsure, hard } = this.answers;
    const said = disposition !== null || solved !== null || unsure || hard;
    if (!said || (await act.describe(id, this.#body))) this.#done(id);
  }

  get #body(): FinishWrapUpBody {
    const { disposition, solved, unsure, hard } = this.answers;
    return { disposition, solved, unsure, hard };
  }

  #done(id: string): void {
    if (this.answers.disposition !== null) tree.used(this.answers.disposition);
    store(keyOf(id), null);
    store(workedKey(), null);
    this.answers = NOTHING;
    this.#begun = false;
  }

  async #sendStep(id: string): Promise<boolean> {
    const step = this.answers.step;
    if (step === null || step.text.trim() === "") return true;
    const body: NextStepBody = { text: step.text.trim(), owner: step.owner, due: step.due };
    try {
      await post(`/api/contacts/${encodeURIComponent(id)}/next-step`, body);
      this.decide({ step: null });
      return true;
    } catch (error) {
      desk.trouble = problemOf(error);
      return false;
    }
  }
}

/** An agent's own: several may share a browser. */
function prefix(): string {
  return `lur.wrapup.${desk.agent?.id ?? ""}.`;
}

function workedKey(): string {
  return `lur.working.${desk.agent?.id ?? ""}`;
}

function keyOf(contactId: string): string {
  return `${prefix()}${contactId}`;
}

export const after = new AfterWork();
