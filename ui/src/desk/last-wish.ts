// What a key turns: solved or not, on hold or not, listen or whisper. Pressed again while the former answer is on its way,
// or before the page has heard what came of it, nothing is dropped and nothing is sent side by side: what was wished last
// is what the centre hears last.

/** So long the page may show what was before, after that the centre took a wish: two rounds of the live view. */
export const LAG_MS = 1000;

export class LastWish<T> {
  #of = "";
  #wished: { readonly value: T } | null = null;
  /** What the centre took last, and when: the page may not show it yet. */
  #took: { readonly value: T; readonly at: number } | null = null;
  /** What the page showed as last. It may show what was taken before whoever asked has the answer. */
  #seen: { readonly of: string; readonly value: T } | null = null;
  readonly #clock: () => number;

  constructor(clock: () => number = Date.now) {
    this.#clock = clock;
  }

  /** How it stands with ``of``, as far as whoever presses knows: what they wished last, else what the page shows. */
  standing(of: string, shown: T): T {
    if (this.#of !== of) return shown;
    if (this.#wished !== null) return this.#wished.value;
    return this.#took !== null && this.#clock() - this.#took.at < LAG_MS ? this.#took.value : shown;
  }

  /** What the page shows now. Once it has shown what was taken, its word counts again: others change it too. */
  saw(of: string, shown: T): void {
    this.#seen = { of, value: shown };
    if (this.#of === of && this.#took?.value === shown) this.#took = null;
  }

  /** Wish it so. What the centre took in the end; null: it is on its way already, or was refused. */
  async want(of: string, value: T, send: (wished: T) => Promise<boolean>): Promise<T | null> {
    const onItsWay = this.#wished !== null && this.#of === of;
    this.#of = of;
    this.#wished = { value };
    if (onItsWay) return null;
    this.#took = null;
    try {
      return await this.#send(of, send);
    } finally {
      if (this.#of === of) this.#wished = null;
    }
  }

  async #send(of: string, send: (wished: T) => Promise<boolean>): Promise<T | null> {
    for (;;) {
      const wished = this.#wished;
      if (wished === null || !(await send(wished.value))) return null;
      if (this.#of !== of) return wished.value;
      const isSeen = this.#seen?.of === of && this.#seen.value === wished.value;
      this.#took = isSeen ? null : { value: wished.value, at: this.#clock() };
      if (this.#wished?.value === wished.value) return wished.value;
    }
  }
}

/** A yes or no: the opposite of how it stands. */
export function turn(wish: LastWish<boolean>, of: string, shown: boolean, send: (wished: boolean) => Promise<boolean>): Promise<boolean | null> {
  return wish.want(of, !wish.standing(of, shown), send);
}
