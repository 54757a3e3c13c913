// Pressed twice, a key that does something once does it once: the second press, while the first is on its way or before the
// page has heard what came of it, would only be told that it is over already. Refused, it can be tried again at once.

/** So long the page may show what was before, after that the centre did it. */
export const LAG_MS = 1500;

export class Once {
  #what = "";
  #answer: Promise<boolean> | null = null;
  #doneAt: number | null = null;
  readonly #clock: () => number;

  constructor(clock: () => number = Date.now) {
    this.#clock = clock;
  }

  /** Do ``what``, if it is not just being done; else the answer of the one that is. */
  do(what: string, send: () => Promise<boolean>): Promise<boolean> {
    if (this.#what === what && this.#answer !== null && this.#isFresh) return this.#answer;
    const answer = send();
    this.#what = what;
    this.#answer = answer;
    this.#doneAt = null;
    void answer.then((done) => this.#answered(answer, done));
    return answer;
  }

  get #isFresh(): boolean {
    return this.#doneAt === null || this.#clock() - this.#doneAt < LAG_MS;
  }

  #answered(answer: Promise<boolean>, done: boolean): void {
    if (this.#answer !== answer) return;
    if (done) this.#doneAt = this.#clock();
    else this.#answer = null;
  }
}
