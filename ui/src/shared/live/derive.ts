// What the live page shows, worked out of the status. Pure, so that it can be tested without a page.
import type { AgentView, ContactView, MessageView, QueueView, Status } from "../../generated/types";

export interface Figures {
  readonly waiting: number;
  readonly talking: number;
  readonly ready: number;
  readonly inService: number;
  /** Who has waited longest now, and in which queue; null when nobody waits. */
  readonly longest: ContactView | null;
}

/** Contacts that have not been answered yet, the earliest due time first; the same order for everybody. */
export function inLine(status: Status): ContactView[] {
  return status.contacts
    .filter((contact) => contact.phase === "waiting" || contact.phase === "offered")
    .sort((a, b) => a.due - b.due || a.entered - b.entered || (a.id < b.id ? -1 : 1));
}

const IN_TALK: ReadonlySet<ContactView["phase"]> = new Set(["talking", "held", "transferring", "outside"]);

/** Contacts that somebody talks with, or was talking with a moment ago, the longest first. */
export function talking(status: Status): ContactView[] {
  return status.contacts
    .filter((contact) => IN_TALK.has(contact.phase))
    .sort((a, b) => (a.answered_at ?? a.entered) - (b.answered_at ?? b.entered) || (a.id < b.id ? -1 : 1));
}

/** The row of large figures. */
export function figures(status: Status): Figures {
  const line = inLine(status);
  const longest = line.reduce<ContactView | null>(
    (first, contact) => (first === null || contact.entered < first.entered ? contact : first),
    null,
  );
  return {
    waiting: line.length,
    talking: talking(status).length,
    ready: status.agents.filter((agent) => agent.presence === "ready").length,
    inService: inService(status.agents).length,
    longest,
  };
}

const ORDER: Record<AgentView["presence"], number> = {
  offered: 0,
  on_contact: 1,
  asked: 2,
  assisting: 3,
  wrap_up: 4,
  breath: 5,
  ready: 6,
  standby: 7,
  unreachable: 8,
  pause: 9,
  signed_out: 10,
};

/** Everybody who is signed in, by presence and then as ``compare`` says. */
export function inService(
  agents: readonly AgentView[],
  compare: (a: AgentView, b: AgentView) => number = (a, b) => (a.id < b.id ? -1 : 1),
): AgentView[] {
  return agents
    .filter((agent) => agent.presence !== "signed_out")
    .sort((a, b) => ORDER[a.presence] - ORDER[b.presence] || compare(a, b));
}

/** The first in line whom this agent can serve, with the queue it is served in: its own, or one it flows over to. */
export function nextFor(agent: AgentView, status: Status): { contact: ContactView; queue: QueueView } | null {
  const queues = new Map(status.queues.map((queue) => [queue.id, queue]));
  for (const contact of inLine(status)) {
    const queue = [contact.queue_id, ...contact.also]
      .map((id) => queues.get(id))
      .find((each) => each !== undefined && canServe(agent, each));
    if (contact.phase === "waiting" && queue !== undefined) return { contact, queue };
  }
  return null;
}

function canServe(agent: AgentView, queue: QueueView): boolean {
  const only = agent.assignment?.queue_ids ?? [];
  if (only.length > 0 && !only.includes(queue.id)) return false;
  return queue.required_skills.every((needed) =>
    agent.skills.some((skill) => skill.name === needed.name && skill.level >= needed.level),
  );
}

/** The lines to the staff that are meant for this agent; without one, all of them. */
export function messagesFor(agent: AgentView | undefined, status: Status): readonly MessageView[] {
  const all = status.centre.messages;
  if (agent === undefined) return all;
  const serves = new Set(servedBy(agent, status).map((queue) => queue.id));
  return all.filter(
    (each) => (each.team === "" || each.team === agent.team) && (each.queue_ids.length === 0 || each.queue_ids.some((id) => serves.has(id))),
  );
}

/** The queues whose contacts this agent can serve. */
export function servedBy(agent: AgentView, status: Status): QueueView[] {
  return status.queues.filter((queue) => canServe(agent, queue));
}

/** How many in each queue's line are to be called; those who rest until later are in no line. */
export function callbacksInLine(status: Status): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const contact of inLine(status)) {
    if (contact.callback !== null) counts.set(contact.queue_id, (counts.get(contact.queue_id) ?? 0) + 1);
  }
  return counts;
}
