// How long each pause lasts at most, asked for once.
import type { PauseRow } from "../../generated/types";
import { get } from "../../shared/api";
import { shortLength } from "../../shared/format";

class PauseLimits {
  #rows = $state.raw<ReadonlyMap<string, number>>(new Map());

  async fetch(): Promise<void> {
    if (this.#rows.size > 0) return;
    const rows = await get<readonly PauseRow[]>("/api/pauses").catch(() => []);
    this.#rows = new Map(rows.map((row) => [row.reason, row.limit_ms]));
  }

  /** As a short length; empty until it is known. */
  of(reason: string): string {
    const limit_ms = this.#rows.get(reason);
    return limit_ms === undefined ? "" : shortLength(limit_ms);
  }
}

export const limits = new PauseLimits();
