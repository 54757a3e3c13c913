// A wrap-up is never cut short: as long as the agent writes, the desk asks for more time by itself. Pure.
export const ASK_BEFORE_END_MS = 20_000;
export const STILL_WRITING_MS = 30_000;
export const ASK_AGAIN_AFTER_MS = 5_000;

export interface WrapUpClock {
  readonly now: number;
  /** When the wrap-up began: what was written during the talk needs no more time. */
  readonly since: number;
  readonly until: number | null;
  /** When the agent last wrote or chose something in the wrap-up; null: not yet. */
  readonly workedAt: number | null;
  /** When more time was last asked for; null: never. */
  readonly askedAt: number | null;
}

/** Whether to take one more minute now. */
export function needsMoreTime({ now, since, until, workedAt, askedAt }: WrapUpClock): boolean {
  if (until === null || workedAt === null || workedAt < since) return false;
  if (until - now > ASK_BEFORE_END_MS) return false;
  if (askedAt !== null && now - askedAt < ASK_AGAIN_AFTER_MS) return false;
  return now - workedAt <= STILL_WRITING_MS;
}
