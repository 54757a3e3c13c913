// What is done from the live page: sent, listed with who and why, and undone.
import type { ActRow } from "../../generated/types";
import { announcer } from "../../shared/announce.svelte";
import { get, post } from "../../shared/api";
import { reader } from "../../shared/i18n/reader.svelte";
import { problemOf, problemSentence } from "../../shared/problems";

class Acts {
  rows = $state.raw<readonly ActRow[]>([]);
  busy = $state(false);
  trouble = $state("");

  async load(): Promise<void> {
    try {
      this.rows = await get<ActRow[]>("/api/acts");
    } catch (error) {
      this.trouble = problemSentence(problemOf(error), reader.t);
    }
  }

  /** True when it went well; ``said`` is then announced, and the list is fresh. */
  async send(path: string, body: object, said: string): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.trouble = "";
    try {
      await post(path, body);
      announcer.say(said);
      await this.load();
      return true;
    } catch (error) {
      this.trouble = problemSentence(problemOf(error), reader.t);
      return false;
    } finally {
      this.busy = false;
    }
  }

  undo(id: string): Promise<boolean> {
    return this.send(`/api/acts/${encodeURIComponent(id)}/undo`, {}, reader.t.acts.undoneSaid);
  }
}

export const acts = new Acts();
