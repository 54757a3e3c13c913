// Webhooks as the pages show them.
import type { MessageKind, PostingFault, WebhookRow } from "../../generated/types";
import type { Catalogue } from "../../shared/i18n/index";

/** What most receivers want to know. */
export const USUAL_KINDS: readonly MessageKind[] = ["contact.arrived", "contact.answered", "contact.ended", "contact.described"];

/** All kinds in the order of a contact's life, in words. */
export function kindOptions(t: Catalogue): { value: MessageKind; label: string }[] {
  return (Object.keys(t.api.kinds) as MessageKind[]).map((value) => ({ value, label: t.api.kinds[value] }));
}

/** How a webhook goes, as a sign. */
export function healthOf(row: WebhookRow): "up" | "down" | "trouble" | "unknown" {
  if (row.state === "paused") return "down";
  if (row.state === "off") return "unknown";
  return row.failing_since !== null || row.set_aside > 0 ? "trouble" : "up";
}

/** What came of a try: the status, when there was one, and what it means. */
export function answerText(status: number | null, fault: PostingFault, t: Catalogue): string {
  const word = t.api.faults[fault];
  return status === null ? word : `${status} · ${word}`;
}
