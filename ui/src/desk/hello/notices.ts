// What somebody who answers should know of the queue's troubles: incidents that the contact is about, and those that its
// queues have now. Pure.
import type { ContactView, IncidentView, PublishedIncident } from "../../generated/types";

export interface Notice {
  readonly id: string;
  /** The contact is about it; else it is only the queue's. */
  readonly tied: boolean;
  /** What customers are told; null while only staff know of it. */
  readonly text: string | null;
}

/** What the contact is about comes first, then the newest. */
export function noticesOf(
  contact: Pick<ContactView, "queue_id" | "incident_id">,
  incidents: readonly IncidentView[],
  published: readonly PublishedIncident[],
): Notice[] {
  return incidents
    .filter((each) => each.id === contact.incident_id || each.queue_ids.includes(contact.queue_id))
    .sort((a, b) => Number(b.id === contact.incident_id) - Number(a.id === contact.incident_id) || b.opened - a.opened)
    .map(({ id }) => ({ id, tied: id === contact.incident_id, text: published.find((each) => each.id === id)?.text ?? null }));
}
