// What the customer of the desk's contact has said, written and sent; asked for again when there is more of it.
import type { StatementForm, StatementId } from "../../generated/types";
import { ApiProblem, get } from "../../shared/api";
import { listening } from "./listening.svelte";

/** One statement, as /api/contacts/{id}/statements has it; a spoken one and a picture are fetched by their id. */
export interface StatementRow {
  readonly id: StatementId;
  readonly form: StatementForm;
  readonly at: number;
  readonly duration_ms: number;
  readonly text: string;
  readonly upset: number | null;
  readonly tell_all: boolean;
}

class Statements {
  contactId = $state<string | null>(null);
  all = $state.raw<readonly StatementRow[]>([]);
  trouble = $state(false);
  #run = 0;

  /** The desk's contact, and how much it has said by now. */
  async follow(contactId: string | null, count: number): Promise<void> {
    const run = ++this.#run;
    if (contactId !== this.contactId) {
      this.contactId = contactId;
      this.all = [];
      this.trouble = false;
      listening.close();
    }
    if (contactId !== null && count > 0) await this.#fetch(contactId, run);
  }

  /** After trouble: once more. */
  async again(): Promise<void> {
    if (this.contactId !== null) await this.#fetch(this.contactId, ++this.#run);
  }

  async #fetch(contactId: string, run: number): Promise<void> {
    const rows = await get<readonly StatementRow[]>(statementsPath(contactId)).catch((error: unknown) => error);
    if (run !== this.#run) return;
    this.trouble = rows instanceof ApiProblem;
    if (!Array.isArray(rows)) return;
    this.all = (rows as readonly StatementRow[]).filter((row) => row.form !== "text" || row.text !== "");
    const spoken = this.all.find((row) => row.form === "voice");
    if (spoken !== undefined && listening.path === "") listening.offer(contentPath(contactId, spoken.id), spoken.duration_ms);
  }
}

function statementsPath(contactId: string): string {
  return `/api/contacts/${encodeURIComponent(contactId)}/statements`;
}

/** Where the sound or the picture is. */
export function contentPath(contactId: string, id: string): string {
  return `${statementsPath(contactId)}/${encodeURIComponent(id)}/content`;
}

export const statements = new Statements();
