// Lines that somebody who listens has written to the agent who talks: read when the contact's view says there are more.
import type { Hint, HintBody } from "../../generated/types";
import { get, post } from "../../shared/api";
import { problemOf } from "../../shared/problems";
import { desk } from "../desk.svelte";

class Hints {
  all = $state.raw<readonly Hint[]>([]);
  #contactId: string | null = null;

  async follow(contactId: string | null, count: number): Promise<void> {
    if (contactId !== this.#contactId) this.all = [];
    this.#contactId = contactId;
    if (contactId === null || count === 0 || count === this.all.length) return;
    const read = await get<readonly Hint[]>(path(contactId)).catch(() => null);
    if (read !== null && contactId === this.#contactId) this.all = read;
  }

  /** False when it was not kept: the words stay in the field. */
  async write(contactId: string, text: string): Promise<boolean> {
    desk.trouble = null;
    try {
      const all = await post<readonly Hint[]>(path(contactId), { text } satisfies HintBody);
      if (contactId === this.#contactId) this.all = all;
      return true;
    } catch (error) {
      desk.trouble = problemOf(error);
      return false;
    }
  }
}

const path = (contactId: string): string => `/api/contacts/${encodeURIComponent(contactId)}/hints`;

export const hints = new Hints();
