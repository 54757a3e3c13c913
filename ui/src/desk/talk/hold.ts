// How long a customer has been on hold, as something to act on: calm at first, then a reminder when the centre says so,
// then plain. Pure.
import type { ContactView } from "../../generated/types";

const MINUTE_MS = 60_000;

export type HoldState = "none" | "calm" | "remind" | "over";

export function holdState(
  contact: Pick<ContactView, "hold_since" | "hold_reminded" | "hold_over" | "phase"> | undefined,
): HoldState {
  if (contact === undefined || contact.hold_since === null || contact.phase !== "held") return "none";
  if (contact.hold_over) return "over";
  return contact.hold_reminded ? "remind" : "calm";
}

/** Which whole minute of hold it is: a new one is a reason to say so. */
export function holdMinutes(since: number | null, now: number): number {
  return since === null ? 0 : Math.max(0, Math.floor((now - since) / MINUTE_MS));
}
