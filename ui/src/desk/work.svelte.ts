// Who the desk is about, also when the contact has left the live view: in wrap-up, and after a reload in the middle of it.
import type { ContactHistory, ContactView, Language } from "../generated/types";
import { get } from "../shared/api";
import { phoneNumber } from "../shared/format";
import { reader } from "../shared/i18n/reader.svelte";

export interface Worked {
  readonly id: string;
  readonly queueId: string;
  readonly entry: string;
  readonly language: Language;
  readonly entered: number;
  readonly answeredAt: number | null;
  readonly endedAt: number | null;
  readonly placeAtArrival: number | null;
  readonly recordingDeclined: boolean;
  /** An agent called: there was no wait, and no place. */
  readonly isOurs: boolean;
  readonly number: string;
  readonly name: string;
}

class Work {
  now = $state.raw<Worked | null>(null);
  #asked: string | null = null;
  #read: string | null = null;

  /** Follow the contact: its live view while there is one, its story afterwards. */
  follow(contactId: string | null, view: ContactView | undefined): void {
    if (view !== undefined) this.now = ofView(view);
    else if (contactId !== null && this.#lacks(contactId)) void this.#fetch(contactId);
  }

  /** The customer's name or number, as one calls them. */
  get who(): string {
    return this.now === null ? "" : this.now.name || phoneNumber(this.now.number) || reader.t.common.unknownCaller;
  }

  /** Nothing is known of it, or it was over before anybody could see who it was. */
  #lacks(contactId: string): boolean {
    return this.now?.id !== contactId || (this.now.number === "" && this.#read !== contactId);
  }

  async #fetch(contactId: string): Promise<void> {
    if (this.#asked === contactId) return;
    this.#asked = contactId;
    const story = await get<ContactHistory>(`/api/contacts/${encodeURIComponent(contactId)}`).catch(() => null);
    this.#asked = null;
    this.#read = contactId;
    if (story !== null && (this.now?.id !== contactId || this.now.number === "")) this.now = ofStory(story);
  }
}

function ofView(view: ContactView): Worked {
  return {
    id: view.id,
    queueId: view.queue_id,
    entry: view.entry,
    language: view.language,
    entered: view.entered,
    answeredAt: view.answered_at,
    endedAt: null,
    placeAtArrival: view.place_at_arrival,
    recordingDeclined: view.recording_declined,
    isOurs: view.is_outgoing,
    number: view.caller.number,
    name: view.caller.name,
  };
}

function ofStory({ contact, caller, events }: ContactHistory): Worked {
  const arrived = events.find(({ event }) => event.kind === "ContactArrived")?.event;
  return {
    id: contact.id,
    queueId: contact.queue_id,
    entry: arrived?.kind === "ContactArrived" ? arrived.entry : "",
    language: contact.language,
    entered: contact.entered,
    answeredAt: contact.answered_at,
    endedAt: contact.ended_at,
    placeAtArrival: null,
    recordingDeclined: events.some(({ event }) => event.kind === "RecordingDeclined"),
    isOurs: contact.outgoing,
    number: caller.number,
    name: caller.name,
  };
}

export const work = new Work();
