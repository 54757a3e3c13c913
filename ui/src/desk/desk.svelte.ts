// The desk as one place to read from: the signed-in agent, the contact it is about, and which face the middle shows.
// What is done goes through actions.ts; nothing here changes anything.
import type { AgentView, ContactView, Problem } from "../generated/types";
import { centre } from "../shared/centre.svelte";
import { session } from "../shared/session.svelte";
import { type Stage, contactOf, stageOf } from "./stage/stage";

class Desk {
  /** Why the last thing that was tried did not happen; null: it did. */
  trouble = $state.raw<Problem | null>(null);
  /** Which request is on its way, so that its button says so. */
  busy = $state<string | null>(null);
  /** What was asked for last: what follows from it is no news to whoever did it. */
  lastDone = "";
  /** The focus is in something that takes text: single keys are letters now. */
  typing = $state(false);
  /** What is open over or beside the middle. */
  askingPause = $state(false);
  askingWhy = $state(false);
  keypadOpen = $state(false);
  checking = $state(false);
  choosingDevices = $state(false);

  agent = $derived<AgentView | undefined>(session.me?.agent_id ? centre.agents.get(session.me.agent_id) : undefined);
  contactId = $derived<string | null>(this.agent === undefined ? null : contactOf(this.agent, centre.contacts));
  contact = $derived<ContactView | undefined>(this.contactId === null ? undefined : centre.contacts.get(this.contactId));
  stage = $derived<Stage>(this.agent === undefined ? "signed_out" : stageOf(this.agent, this.contact));

  /** The keys that answer now: Enter alone would be a line break to whoever writes. */
  get answerKeys(): string {
    return this.typing ? "Ctrl Enter" : "Enter";
  }

  /** Whether whoever is signed in has a desk at all. */
  get isMine(): boolean {
    return session.me?.agent_id != null && session.may("act_as_agent");
  }
}

export const desk = new Desk();
