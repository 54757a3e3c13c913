// A call that the agent begins: whom, from where on the page it was asked for, and with which queue's number.
import type { CallBody, NewCall, Problem } from "../../generated/types";
import { post } from "../../shared/api";
import { problemOf } from "../../shared/problems";
import { router } from "../../shared/router.svelte";
import { stored, store } from "../../shared/stored";
import { phone } from "../phone/phone.svelte";

const QUEUE = "lur.call.queue";

export interface Called {
  readonly number: string;
  readonly name: string;
  readonly customerId: string | null;
}

class Calling {
  /** The dialog is open, about this one. */
  whom = $state.raw<Called | null>(null);
  busy = $state(false);
  trouble = $state.raw<Problem | null>(null);

  open(whom: Partial<Called> = {}): void {
    this.trouble = null;
    this.whom = { number: "", name: "", customerId: null, ...whom };
  }

  close(): void {
    this.whom = null;
  }

  /** The queue that was called as last. */
  get lastQueue(): string {
    return stored<string>(QUEUE) ?? "";
  }

  async call(number: string, queue_id: string): Promise<void> {
    const whom = this.whom;
    if (whom === null || this.busy) return;
    this.busy = true;
    this.trouble = null;
    phone.answering();
    store(QUEUE, queue_id);
    const body: CallBody = { queue_id, number, ...(whom.customerId === null ? {} : { customer_id: whom.customerId }) };
    try {
      await post<NewCall>("/api/calls", body);
      this.whom = null;
      router.go("/desk");
    } catch (error) {
      this.trouble = problemOf(error);
    } finally {
      this.busy = false;
    }
  }
}

export const calling = new Calling();
