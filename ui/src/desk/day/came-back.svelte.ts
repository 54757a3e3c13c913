// Which of my contacts that I said were solved came up again. Mine to learn from: nobody else can ask for it.
import type { CameBackRow } from "../../generated/types";
import { get } from "../../shared/api";
import { reader } from "../../shared/i18n/reader.svelte";
import { daysBetween } from "./came-back";

class CameBack {
  rows = $state.raw<readonly CameBackRow[]>([]);

  async fetch(): Promise<void> {
    this.rows = await get<readonly CameBackRow[]>("/api/came-back").catch(() => this.rows);
  }

  /** "came back after 3 days"; empty when it did not, as far as is known. */
  wordFor(contactId: string): string {
    const row = this.rows.find((each) => each.contact.id === contactId);
    if (row === undefined) return "";
    return reader.t.desk.cameBackAfter(daysBetween(row.contact.ended_at ?? row.contact.entered, row.again.entered));
  }
}

export const cameBack = new CameBack();
