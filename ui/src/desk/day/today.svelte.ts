// My day so far and my last contacts: asked for again when one of my contacts changes hands.
import type { ContactCustomer, ContactRow } from "../../generated/types";
import { get } from "../../shared/api";
import { phoneNumber } from "../../shared/format";
import { reader } from "../../shared/i18n/reader.svelte";
import { session } from "../../shared/session.svelte";
import { customers } from "../customer/customers";
import { calledOf } from "../customer/person";
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
    const answer = await customers.ofContact(contactId).catch(() => null);
    if (answer === null) this.#asked.delete(contactId);
    else this.named(contactId, answer);
  }

  /** Somebody was given a name, or is somebody else than was thought. */
  named(contactId: string, { linked, number }: ContactCustomer): void {
    const unknown = phoneNumber(number) || reader.t.common.unknownCaller;
    this.names = { ...this.names, [contactId]: linked === null ? unknown : calledOf(linked, unknown) };
  }
}

export const today = new Today();
