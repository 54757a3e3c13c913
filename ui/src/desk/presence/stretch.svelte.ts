// The reminder to stretch: the choice is kept for the agent, how long they have been at it in this browser alone.
import type { StretchAnswer, StretchBody, StretchMin } from "../../generated/types";
import { get, post } from "../../shared/api";
import { centre } from "../../shared/centre.svelte";
import { problemOf } from "../../shared/problems";
import { store, stored } from "../../shared/stored";
import { desk } from "../desk.svelte";
import { type Sitting, isDue, putOff, sittingNow, stretched } from "./stretch";

const KEPT_EVERY_MS = 60_000;

class Stretching {
  every_min = $state<StretchMin>(0);
  #sitting = $state.raw<Sitting | null>(null);
  #keptAt = 0;
  due = $derived(this.#sitting !== null && isDue(this.#sitting, this.every_min, desk.stage, centre.now));

  async fetch(): Promise<void> {
    const answer = await get<StretchAnswer>("/api/stretch").catch(() => null);
    if (answer !== null) this.every_min = answer.every_min;
  }

  async choose(every_min: StretchMin): Promise<void> {
    const before = this.every_min;
    this.every_min = every_min;
    const body: StretchBody = { every_min };
    try {
      await post<StretchAnswer>("/api/stretch", body);
    } catch (error) {
      this.every_min = before;
      desk.trouble = problemOf(error);
    }
  }

  /** Once a second. */
  look(): void {
    if (desk.agent === undefined) return;
    const before = this.#sitting ?? stored<Sitting>(key());
    const now = sittingNow(before, desk.stage, centre.now);
    const isOther = now.since !== this.#sitting?.since;
    this.#sitting = now;
    if (isOther || now.seen - this.#keptAt > KEPT_EVERY_MS) this.#keep();
  }

  done(): void {
    this.#set(stretched);
  }

  later(): void {
    this.#set(putOff);
  }

  #set(change: (sitting: Sitting, now: number) => Sitting): void {
    if (this.#sitting === null) return;
    this.#sitting = change(this.#sitting, centre.now);
    this.#keep();
  }

  #keep(): void {
    this.#keptAt = centre.now;
    store(key(), this.#sitting);
  }
}

/** An agent's own: several may share a browser. */
function key(): string {
  return `lur.stretch.${desk.agent?.id ?? ""}`;
}

export const stretching = new Stretching();
