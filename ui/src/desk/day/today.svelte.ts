// My day so far and my last contacts: asked for again when one of my contacts changes hands.
import type { ContactHistory, ContactRow } from "../../generated/types";
import { get } from "../../shared/api";
import { centre } from "../../shared/centre.svelte";
import { session } from "../../shared/session.svelte";
import { type Day, dayOfMine } from "./summary";

const MOST = 200;

class Today {
  rows = $state.raw<readonly ContactRow[]>([]);
  known = $state(false);
  /** Who a contact was with, by its id, as far as it has been asked. */
  names = $state.raw<Readonly<Record<string, string>>>({});
  day = $derived<Day>(dayOfMine(this.rows, session.me?.agent_id ?? ""));
  #asked = new Set<string>();

  async fetch(): Promise<void> {
    const rows = await get<readonly ContactRow[]>(`/api/contacts?today=true&limit=${MOST}`).catch(() => null);
    if (rows === null) return;
    this.rows = rows;
    this.known = true;
  }

  /** A name for a row in a list; asked once for each contact. */
  async name(contactId: string): Promise<void> {
    if (this.#asked.has(contactId)) return;
    this.#asked.add(contactId);
    const story = await get<ContactHistory>(`/api/contacts/${encodeURIComponent(contactId)}`).catch(() => null);
    if (story === null) this.#asked.delete(contactId);
    else this.names = { ...this.names, [contactId]: centre.callerName(story) };
  }

  /** Somebody was given a name or another one: the list asks again. */
  forgetName(contactId: string): void {
    this.#asked.delete(contactId);
    void this.name(contactId);
  }
}

export const today = new Today();
