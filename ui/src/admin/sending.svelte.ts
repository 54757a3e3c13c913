// What every form does when it is sent: once at a time, with its trouble as a sentence.
import { announcer } from "../shared/announce.svelte";
import { reader } from "../shared/i18n/reader.svelte";
import { problemOf, problemSentence } from "../shared/problems";

export class Sending {
  busy = $state(false);
  trouble = $state("");

  #going: Promise<boolean> = Promise.resolve(true);

  /** Run ``send`` unless one is on its way; true when it went well, and then ``done`` is announced. */
  async run(send: () => Promise<unknown>, done: string): Promise<boolean> {
    if (this.busy) return false;
    this.trouble = "";
    return (this.#going = this.#run(send, done));
  }

  /** The same, after what is on its way: for what is sent as soon as it is typed or chosen, without a button that could
   * be pressed again. What went wrong before stays said. */
  async inTurn(send: () => Promise<unknown>, done: string): Promise<boolean> {
    if (!this.busy) return this.run(send, done);
    while (this.busy) await this.#going;
    return (this.#going = this.#run(send, done));
  }

  async #run(send: () => Promise<unknown>, done: string): Promise<boolean> {
    this.busy = true;
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
