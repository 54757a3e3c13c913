// For how long something is done: some hours, or the rest of the day. Pure.
import type { Catalogue } from "../../shared/i18n/index";

export type Until = "midnight" | "1" | "2" | "4";
const HOUR_MS = 3_600_000;

/** The choices, the most usual one first. */
export function untils(t: Catalogue): { readonly value: Until; readonly label: string }[] {
  const hours = (["1", "2", "4"] as const).map((value) => ({ value, label: t.acts.hours(Number(value)) }));
  return [{ value: "midnight", label: t.acts.untilMidnight }, ...hours];
}

/** As the server takes it; null is the company's own midnight, which the server knows. */
export function instantOf(until: Until, now: number): number | null {
  return until === "midnight" ? null : now + Number(until) * HOUR_MS;
}
