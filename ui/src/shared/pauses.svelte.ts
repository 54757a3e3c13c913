// What the company lets its agents pause for: in its order, in its words, with its limits. Asked for at sign-in and
// whenever the list is opened; until it is known, the reasons that Lur brings stand in.
import type { PauseRow } from "../generated/types";
import { get } from "./api";
import { shortLength } from "./format";
import { reader } from "./i18n/reader.svelte";
import { ownPauses } from "./words";

const BROUGHT = ["break", "lunch", "recovery", "meeting", "training"] as const;

class Pauses {
  #rows = $state.raw<readonly PauseRow[]>([]);

  /** In the order in which they are offered. */
  get reasons(): readonly string[] {
    return this.#rows.length === 0 ? BROUGHT : this.#rows.map((row) => row.reason);
  }

  async fetch(): Promise<void> {
    this.#rows = await get<readonly PauseRow[]>("/api/pauses").catch(() => this.#rows);
  }

  /** How long it lasts at most; empty until it is known. */
  limit(reason: string): string {
    const row = this.#rows.find((each) => each.reason === reason);
    return row === undefined ? "" : shortLength(row.limit_ms);
  }

  /** In the reader's language; empty when the company has no words for it. */
  word(reason: string): string {
    return this.#rows.find((each) => each.reason === reason)?.[reader.language] ?? "";
  }
}

export const pauses = new Pauses();
ownPauses.word = (reason) => pauses.word(reason);
