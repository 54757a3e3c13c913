// A text that is never lost. What is typed is kept in this browser at once and sent when the typing rests; a line that is
// gone is tried again with growing waits; a refusal is shown with its code and the text stays. Plain and without a page:
// saving, keeping and time come from outside.
export type SaveState =
  | { readonly kind: "clean" }
  | { readonly kind: "typing" }
  | { readonly kind: "saving" }
  | { readonly kind: "saved"; readonly at: number }
  /** Kept in this browser; will be sent when the line is back. */
  | { readonly kind: "kept" }
  | { readonly kind: "refused"; readonly code: string };

/** What became of one try: the version that is now kept, or why not. */
export type SaveAnswer =
  | { readonly ok: true; readonly version: number }
  | { readonly ok: false; readonly code: string; readonly again: boolean };

export interface Outside {
  /** Send the text; ``version`` is the last one known. Never throws. */
  save(text: string, version: number): Promise<SaveAnswer>;
  /** Keep the text in this browser; null forgets it. */
  keep(text: string | null): void;
  changed(state: SaveState): void;
  now(): number;
}

export const REST_MS = 600;
export const LONGEST_UNSENT_MS = 3000;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 15_000;

export class Autosave {
  state: SaveState = { kind: "clean" };
  text: string;
  #version: number;
  #sent: string;
  #saving: Promise<void> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #firstUnsentAt: number | null = null;
  #failures = 0;
  #stopped = false;
  #outside: Outside;

  constructor(outside: Outside, saved: { text: string; version: number }, kept: string | null = null) {
    this.#outside = outside;
    this.#version = saved.version;
    this.#sent = saved.text;
    this.text = kept ?? saved.text;
    if (this.text !== this.#sent) this.#soon(0);
  }

  /** Something is not with the server yet. */
  get unsent(): boolean {
    return this.text !== this.#sent;
  }

  typed(text: string): void {
    this.text = text;
    this.#outside.keep(text);
    this.#firstUnsentAt ??= this.#outside.now();
    const waited = this.#outside.now() - this.#firstUnsentAt;
    if (this.state.kind !== "saving") this.#be({ kind: "typing" });
    this.#soon(Math.max(0, Math.min(REST_MS, LONGEST_UNSENT_MS - waited)));
  }

  /** Send now what is not sent: the line is back, the page is left, the wrap-up is finished. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#saving !== null) await this.#saving;
    if (this.unsent && !this.#stopped) await this.#send();
  }

  /** The server has another version (somebody else wrote): ours is sent over it when the agent says so. */
  rebase(version: number, text: string): void {
    this.#version = version;
    this.#sent = text;
    if (this.text === text) this.#settled();
    else this.#soon(0);
  }

  /** For good: nothing more is sent. What was kept stays kept. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  #soon(ms: number): void {
    clearTimeout(this.#timer);
    if (this.#stopped) return;
    this.#timer = setTimeout(() => void this.flush(), ms);
  }

  #send(): Promise<void> {
    this.#saving ??= this.#try().finally(() => {
      this.#saving = null;
    });
    return this.#saving;
  }

  async #try(): Promise<void> {
    const text = this.text;
    this.#be({ kind: "saving" });
    const answer = await this.#outside.save(text, this.#version);
    if (!answer.ok) {
      this.#failed(answer.code, answer.again);
      return;
    }
    this.#version = answer.version;
    this.#sent = text;
    this.#failures = 0;
    this.#settled();
  }

  #settled(): void {
    this.#firstUnsentAt = null;
    if (this.unsent) {
      this.#firstUnsentAt = this.#outside.now();
      this.#soon(REST_MS);
      return;
    }
    this.#outside.keep(null);
    this.#be({ kind: "saved", at: this.#outside.now() });
  }

  #failed(code: string, again: boolean): void {
    this.#firstUnsentAt = null;
    this.#outside.keep(this.text);
    if (!again) {
      this.#be({ kind: "refused", code });
      return;
    }
    this.#be({ kind: "kept" });
    this.#failures += 1;
    this.#soon(Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (this.#failures - 1)));
  }

  #be(state: SaveState): void {
    this.state = state;
    this.#outside.changed(state);
  }
}
