// What became of somebody who was asked into a talk, or of a question to me: one calm line, said aloud once. The live view
// says only that they are gone; why is in the contact's story, which may come a moment later.
import type { ContactHistory, WentReason } from "../../generated/types";
import { announcer } from "../../shared/announce.svelte";
import { get } from "../../shared/api";

const TRIES = 5;
const BETWEEN_MS = 300;
const SHOWN_MS = 9000;

class News {
  /** In the talk that goes on; goes away by itself. */
  now = $state("");
  /** After a talk, or a question, that is over; stays until it is closed or something else begins. */
  after = $state("");
  #timer: ReturnType<typeof setTimeout> | undefined;

  tell(text: string): void {
    this.now = text;
    announcer.say(text);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.now = ""), SHOWN_MS);
  }

  leave(text: string): void {
    this.after = text;
    if (text !== "") announcer.say(text);
  }

  clear(): void {
    this.now = "";
    this.after = "";
  }
}

export const news = new News();

export interface Gone {
  readonly reason: WentReason;
  /** The customer hung up, or the talk ended another way. */
  readonly ended: boolean;
}

/** Why a party is in the talk no longer; null when it cannot be known. */
export async function whyGone(contactId: string, partyId: string): Promise<Gone | null> {
  for (let n = 0; n < TRIES; n++) {
    const story = await get<ContactHistory>(`/api/contacts/${encodeURIComponent(contactId)}`).catch(() => null);
    if (story === null) return null;
    const events = story.events.map(({ event }) => event);
    const went = events.find((event) => event.kind === "PartyWent" && event.party_id === partyId);
    if (went?.kind === "PartyWent") return { reason: went.reason, ended: events.some((event) => event.kind === "ContactEnded") };
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS));
  }
  return null;
}
