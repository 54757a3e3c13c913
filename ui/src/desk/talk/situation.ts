// Who is in a talk beside its customer and the agent who has it, sorted by what they mean to whoever looks. Pure.
import type { AgentView, AskBody, ContactView, PartyView } from "../../generated/types";

export interface Situation {
  /** Somebody is being rung, to be asked or to take the customer. */
  readonly ringing: PartyView | null;
  /** Somebody is being asked for help. */
  readonly helping: PartyView | null;
  /** A colleague or an outside number whom the agent talks with alone, or who hears music meanwhile. */
  readonly beside: PartyView | null;
  /** Those who talk with the customer too. */
  readonly joined: readonly PartyView[];
  /** Those who hear and are not heard by the customer. */
  readonly ears: readonly PartyView[];
}

export const ALONE: Situation = { ringing: null, helping: null, beside: null, joined: [], ears: [] };

export function situationOf(contact: ContactView | undefined): Situation {
  if (contact === undefined) return ALONE;
  const there = contact.parties.filter((party) => party.is_there);
  const asked = contact.parties.filter((party) => !party.is_there);
  return {
    ringing: asked.find((party) => party.purpose !== "help") ?? null,
    helping: asked.find((party) => party.purpose === "help") ?? null,
    beside: there.find((party) => party.part === "aside") ?? null,
    joined: there.filter((party) => party.part === "joined"),
    ears: there.filter((party) => party.part === "listen" || party.part === "whisper"),
  };
}

/** Whom the customer can be handed over to: who was asked and is there, the one who talks aside first. */
export function receiverOf({ beside, joined }: Situation): PartyView | null {
  return beside ?? joined[0] ?? null;
}

/** Whom the agent may let go: only those who came because they were asked. */
export function droppableOf(situation: Situation): PartyView | null {
  const asked = (party: PartyView): boolean => party.purpose === "consult" || party.purpose === "transfer" || party.purpose === "help";
  return situation.ringing ?? [situation.beside, ...situation.joined, ...situation.ears].find((party) => party != null && asked(party)) ?? null;
}

export interface Rung {
  readonly contactId: string;
  readonly party: PartyView;
}

/** Who was asked, as the page will show them once it has heard of them. */
export function justRung(id: string, { purpose, agent_id = null, number, name = "" }: AskBody): PartyView {
  return { id, agent_id, number: number ?? "", name, purpose, part: "aside", is_there: false, since: 0, expires: null };
}

/** What hanging up means with a customer: the customer is left with others, the line to who is called or spoken with
 * while the customer is on hold is closed, or, with nobody else there, the customer's call ends. */
export type HangUp = { readonly kind: "leave" } | { readonly kind: "letGo"; readonly party: PartyView } | { readonly kind: "end" };

export function hangUpOf({ ringing, beside, joined }: Situation, held: boolean): HangUp {
  if (joined.length > 0 || ringing?.purpose === "transfer" || (held && beside?.agent_id != null)) return { kind: "leave" };
  const aside = held ? (beside ?? ringing) : null;
  return aside === null ? { kind: "end" } : { kind: "letGo", party: aside };
}

/** The agent's own place in a colleague's talk; null when they are in none, or are not asked into one. */
export function ownPlace(contact: ContactView | undefined, agentId: string | undefined): PartyView | null {
  return contact?.parties.find((party) => party.agent_id === agentId) ?? null;
}

/** Whether what the agent says is to go out: with a customer, or heard by somebody in a colleague's talk. */
export function isHeard(agent: AgentView | null, contact: ContactView | undefined): boolean {
  if (agent === null) return false;
  if (agent.presence === "on_contact") return true;
  const place = agent.presence === "assisting" ? ownPlace(contact, agent.id) : null;
  return place !== null && place.is_there && place.part !== "listen";
}

export type HeardPart = "listen" | "whisper" | "joined";

/** How whoever is in a colleague's talk may be there, by their own choice. Who was asked is aside or joined as the agent
 * says; of a mentor and a learner the customer hears one voice at a time, and who came unasked and does not `lead` is a
 * mentor. */
export function partsFor(place: PartyView, leads: boolean): readonly HeardPart[] {
  if (place.purpose === "consult" || place.purpose === "transfer") return [];
  const speaks = place.purpose === "help" || (place.purpose === "join" && leads);
  return speaks ? ["listen", "whisper", "joined"] : ["listen", "whisper"];
}
