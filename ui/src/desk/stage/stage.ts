// Which of its faces the middle of the desk shows. Pure: presence says most of it, the contact's phase the rest.
import type { AgentView, ContactView } from "../../generated/types";

export type Stage =
  | "signed_out"
  | "pause"
  | "missed"
  | "ready"
  | "unreachable"
  | "offered"
  | "dialling"
  | "talking"
  | "held"
  | "wrap_up"
  | "breath"
  | "standby"
  | "asked"
  | "assisting";

const WITH_AGENT: ReadonlySet<ContactView["phase"]> = new Set(["dialling", "talking", "held"]);

/** The contact that the desk is about: a colleague's, what rings, who is talked with, then what is wrapped up. */
export function contactOf(agent: AgentView, contacts: ReadonlyMap<string, ContactView>): string | null {
  if (agent.assists !== null) return agent.assists;
  const views = agent.contacts.map((id) => contacts.get(id)).filter((view) => view !== undefined);
  const ringing = views.find((view) => view.phase === "offered");
  const talking = views.find((view) => WITH_AGENT.has(view.phase));
  return ringing?.id ?? talking?.id ?? agent.contacts[0] ?? null;
}

export function stageOf(agent: AgentView, contact: ContactView | undefined): Stage {
  if (contact?.phase === "offered" && agent.presence !== "wrap_up") return "offered";
  if (agent.presence === "on_contact") return contact?.phase === "held" || contact?.phase === "dialling" ? contact.phase : "talking";
  if (agent.presence === "pause") return agent.reason === "missed" ? "missed" : "pause";
  return agent.presence;
}

/** In these the agent has somebody, or has just had. */
export function isBusy(stage: Stage): boolean {
  return stage === "offered" || stage === "dialling" || isTalk(stage) || stage === "wrap_up" || isHelping(stage);
}

/** A colleague's contact is on the desk. */
export function isHelping(stage: Stage): boolean {
  return stage === "asked" || stage === "assisting";
}

export function isTalk(stage: Stage): boolean {
  return stage === "talking" || stage === "held";
}
