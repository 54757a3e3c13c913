// What a token may be given, and until when it counts.
import type { Permission } from "../../generated/types";

export const OVERS = ["30", "90", "365", "never"] as const;
export type Over = (typeof OVERS)[number];

const DAY_MS = 86_400_000;

/** What somebody with these permissions can give: all but what everybody has and what is a person's own, in the order in
 * which it is named. */
export function grantable(permissions: readonly Permission[], order: readonly Permission[]): Permission[] {
  return order.filter((each) => permissions.includes(each) && each !== "public" && each !== "own_account");
}

/** The instant at which a token runs out; null: it does not. */
export function overAt(over: Over, now: number): number | null {
  return over === "never" ? null : now + Number(over) * DAY_MS;
}
