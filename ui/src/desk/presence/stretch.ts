// When an agent who asked for it is reminded to stretch: after so long at the desk, between contacts only, never twice
// about the same. Pure.
import type { StretchMin } from "../../generated/types";
import type { Stage } from "../stage/stage";

export const LATER_MS = 10 * 60_000;
/** A page that was closed for so long was left. */
export const LEFT_AFTER_MS = 10 * 60_000;
const MINUTE_MS = 60_000;

/** How long somebody has been at it, as it is kept in this browser. */
export interface Sitting {
  /** Since when; null while they rest. */
  readonly since: number | null;
  /** Not before then. */
  readonly later: number | null;
  /** When the page last looked. */
  readonly seen: number;
}

const AWAY: ReadonlySet<string> = new Set(["signed_out", "pause", "missed"]);
/** Nobody is on the line, rings or is written about. */
const BETWEEN: ReadonlySet<string> = new Set(["ready", "standby", "breath", "unreachable"]);

/** The same a moment later: whoever is away rests, whoever comes back begins anew. */
export function sittingNow(before: Sitting | null, stage: Stage, now: number): Sitting {
  if (AWAY.has(stage)) return { since: null, later: null, seen: now };
  const known = before !== null && now - before.seen < LEFT_AFTER_MS ? before : null;
  return { since: known?.since ?? now, later: known?.later ?? null, seen: now };
}

/** Whether to remind now. */
export function isDue(sitting: Sitting, every_min: StretchMin, stage: Stage, now: number): boolean {
  if (every_min === 0 || sitting.since === null || !BETWEEN.has(stage)) return false;
  if (sitting.later !== null && now < sitting.later) return false;
  return now - sitting.since >= every_min * MINUTE_MS;
}

/** It was done: from the beginning. */
export function stretched(sitting: Sitting, now: number): Sitting {
  return { ...sitting, since: now, later: null };
}

/** Not now. */
export function putOff(sitting: Sitting, now: number): Sitting {
  return { ...sitting, later: now + LATER_MS };
}
