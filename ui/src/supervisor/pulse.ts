// What the live page says of callbacks, of those who are on their way in, and of the waits that were told. Pure.
import type { ContactView, HourView, Status } from "../generated/types";

/** Customers who are to be called and are not in line now: those who are being called first, then by when it may be. */
export function callbacksAside(status: Status): ContactView[] {
  return status.contacts
    .filter((contact) => contact.callback !== null && (contact.phase === "resting" || contact.phase === "dialling"))
    .sort((a, b) => rank(a) - rank(b) || (a.until ?? a.due) - (b.until ?? b.due) || (a.id < b.id ? -1 : 1));
}

const rank = (contact: ContactView): number => (contact.phase === "dialling" ? 0 : 1);

/** How many choose in an entry flow, and how many stand at a shut door. */
export function onTheWay(status: Status): { entering: number; refused: number } {
  const count = (phase: ContactView["phase"]): number => status.contacts.filter((contact) => contact.phase === phase).length;
  return { entering: count("entering"), refused: count("refused") };
}

export interface Kept {
  readonly kept: number;
  readonly of: number;
}

/** The day in words that one can picture: "8 of 10", and as it is while there are fewer than ten; null before anybody. */
export function keptInTen(hours: readonly HourView[]): Kept | null {
  const told = hours.reduce((sum, hour) => sum + hour.told, 0);
  const kept = hours.reduce((sum, hour) => sum + hour.kept, 0);
  if (told === 0) return null;
  return told < 10 ? { kept, of: told } : { kept: Math.round((kept / told) * 10), of: 10 };
}
