// What every form does when it is sent: once at a time, with its trouble as a sentence.
import { announcer } from "../shared/announce.svelte";
import { reader } from "../shared/i18n/reader.svelte";
import { problemOf, problemSentence } from "../shared/problems";

export class Sending {
  busy = $state(false);
  trouble = $state("");

  /** Run ``send`` unless one is on its way; true when it went well, and then ``done`` is announced. */
  async run(send: () => Promise<unknown>, done: string): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.trouble = "";
    try {
      await send();
      announcer.say(done);
      return true;
    } catch (error) {
      this.trouble = problemSentence(problemOf(error), reader.t);
      return false;
    } finally {
      this.busy = false;
    }
  }
}
