// The company's results, fetched once and again when an administrator may have changed them; and what I used last.
import type { Disposition } from "../../generated/types";
import { get } from "../../shared/api";
import { session } from "../../shared/session.svelte";
import { store, stored } from "../../shared/stored";
import { usedNow } from "./dispositions";

/** Mine: several may share a browser. */
const lastKey = (): string => `lur.results.last.${session.me?.account ?? ""}`;

class Tree {
  all = $state.raw<readonly Disposition[]>([]);
  last = $state.raw<readonly string[]>([]);
  known = $state(false);

  async fetch(): Promise<void> {
    try {
      this.all = await get<readonly Disposition[]>("/api/dispositions");
      this.known = true;
      this.last = stored<string[]>(lastKey()) ?? [];
    } catch {
      // What was known before goes on to be good enough.
    }
  }

  used(id: string): void {
    this.last = usedNow(id, this.last);
    store(lastKey(), this.last);
  }
}

export const tree = new Tree();
