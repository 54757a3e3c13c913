// What could let somebody else in later asks for the password again when the sign-in is some minutes old: the act is
// kept, and done once the password was right.
import { post } from "../shared/api";
import { reader } from "../shared/i18n/reader.svelte";
import { problemOf, problemSentence } from "../shared/problems";

export class Careful {
  busy = $state(false);
  trouble = $state("");
  /** Why the password was not taken. */
  refused = $state("");
  asking = $state(false);
  #kept: (() => Promise<unknown>) | null = null;

  async run(act: () => Promise<unknown>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.trouble = "";
    try {
      await act();
    } catch (error) {
      const problem = problemOf(error);
      if (problem.code === "confirm_first") this.#ask(act);
      else this.trouble = problemSentence(problem, reader.t);
    } finally {
      this.busy = false;
    }
  }

  #ask(act: () => Promise<unknown>): void {
    this.#kept = act;
    this.refused = "";
    this.asking = true;
  }

  async confirm(password: string): Promise<void> {
    this.refused = "";
    try {
      await post("/api/me/confirm", { password });
    } catch (error) {
      const problem = problemOf(error);
      this.refused = problem.code === "wrong_password" ? reader.t.signIn.refused : problemSentence(problem, reader.t);
      return;
    }
    const act = this.#kept;
    this.cancel();
    if (act !== null) await this.run(act);
  }

  cancel(): void {
    this.#kept = null;
    this.asking = false;
  }
}
