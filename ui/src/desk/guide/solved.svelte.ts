// The matter is solved, the talk goes on: one key says so, the same key takes it back. The mark lies with the centre, so
// that a reload, another page and whoever takes over see it; the wrap-up begins with it.
import { announcer } from "../../shared/announce.svelte";
import { reader } from "../../shared/i18n/reader.svelte";
import { act } from "../actions";
import { desk } from "../desk.svelte";
import { LastWish, turn } from "../last-wish";
import { after } from "../wrapup/after.svelte";

const wish = new LastWish<boolean>();

export async function toggleSolved(): Promise<void> {
  const contact = desk.contact;
  if (contact === undefined) return;
  const marked = await turn(wish, contact.id, contact.solved, (solved) => act.markSolved(contact.id, solved));
  if (marked !== null) announcer.say(marked ? reader.t.guide.marked : reader.t.guide.unmarked);
}

let seen: { readonly id: string; readonly solved: boolean } | null = null;

/** The wrap-up's own answer follows the mark, as long as nobody has answered otherwise. */
export function carrySolved(): void {
  const contact = desk.contact;
  if (contact !== undefined) wish.saw(contact.id, contact.solved);
  if (contact === undefined || after.contactId !== contact.id) return;
  const was = seen?.id === contact.id && seen.solved;
  seen = { id: contact.id, solved: contact.solved };
  if (contact.solved && after.answers.solved === null) after.decide({ solved: true });
  else if (!contact.solved && was && after.answers.solved === true) after.decide({ solved: null });
}
