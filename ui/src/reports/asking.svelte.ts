// Asks the server again whenever what is asked changes; the answer before stays in sight meanwhile, and an answer that
// comes too late is thrown away.
import { get } from "../shared/api";

export class Asking<T> {
  answer = $state.raw<T | null>(null);
  trouble = $state.raw<unknown>(null);
  busy = $state(false);
  #aborts: AbortController | null = null;

  /** GET ``path``; resolves when it is there, or something newer was asked. */
  async ask(path: string): Promise<void> {
    this.#aborts?.abort();
    const aborts = (this.#aborts = new AbortController());
    this.busy = true;
    try {
      const answer = await get<T>(path, aborts.signal);
      if (aborts.signal.aborted) return;
      this.answer = answer;
      this.trouble = null;
    } catch (error) {
      if (aborts.signal.aborted) return;
      this.trouble = error;
    }
    this.busy = false;
  }
}
