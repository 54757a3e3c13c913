// What came of the last callback that was not answered, until the next one or until it is closed. The live view tells
// only that the contact is no longer the agent's, and when a number is busy at once not even that it was dialled; what
// happened is in its story, which may come a moment later.
import type { ContactHistory } from "../../generated/types";
import { announcer } from "../../shared/announce.svelte";
import { get } from "../../shared/api";
import { reader } from "../../shared/i18n/reader.svelte";
import { type Attempt, attemptLine, attemptSince } from "./callback";

/** A callback that is, or was, on the desk. */
export interface Called {
  readonly id: string;
  readonly who: string;
  readonly since: number;
}

const TRIES = 6;
const BETWEEN_MS = 400;

class LastAttempt {
  now = $state.raw<Attempt | null>(null);
  /** Who was called, as one calls them. */
  who = $state("");
  #run = 0;

  /** Somebody who was to be called, offered at ``since``, is no longer on the desk: find out why, and say it. */
  async ask({ id, who, since }: Called): Promise<void> {
    const run = ++this.#run;
    for (let n = 0; n < TRIES; n++) {
      const story = await get<ContactHistory>(`/api/contacts/${encodeURIComponent(id)}`).catch(() => null);
      if (run !== this.#run) return;
      const attempt = story === null ? null : attemptSince(since, story.events.map(({ event }) => event));
      if (attempt === "none") return;
      if (attempt !== null) return this.#tell(attempt, who);
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS));
    }
  }

  clear(): void {
    this.#run += 1;
    this.now = null;
  }

  #tell(attempt: Attempt, who: string): void {
    this.now = attempt;
    this.who = who;
    announcer.say(`${who}: ${attemptLine(attempt, reader.t, reader.language)}`);
  }
}

export const attempt = new LastAttempt();
