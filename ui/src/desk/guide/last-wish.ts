// A yes or no that a key turns. Pressed again while the former answer is on its way, nothing is dropped and nothing is
// sent side by side: what was wished last is what the centre hears last.
export class LastWish {
  #of = "";
  #wished: boolean | null = null;

  /** Turn the mark of ``of``, which stands at ``now``. What the centre took in the end; null: it is on its way
   *  already, or was refused. */
  async turn(of: string, now: boolean, send: (wished: boolean) => Promise<boolean>): Promise<boolean | null> {
    if (this.#wished !== null && this.#of === of) {
      this.#wished = !this.#wished;
      return null;
    }
    this.#of = of;
    this.#wished = !now;
    try {
      return await this.#send(of, send);
    } finally {
      if (this.#of === of) this.#wished = null;
    }
  }

  async #send(of: string, send: (wished: boolean) => Promise<boolean>): Promise<boolean | null> {
    for (;;) {
      const sent = this.#wished;
      if (sent === null || !(await send(sent))) return null;
      if (this.#of !== of || this.#wished === sent) return sent;
    }
  }
}
