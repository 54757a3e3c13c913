// A wrap-up is never cut short: its limit ends only one that the agent has not touched. From the first word or choice on
// the desk sees to it that there is always time left, until the agent is done. What is left is minutes, so that a reload
// or a restart of Lur finds the wrap-up where it was; a desk that is closed stops asking, and nobody is a ghost for ever.
// Pure.
export const LEFT_AT_LEAST_MS = 2 * 60_000;
export const MORE_MS = 3 * 60_000;
export const ASK_AGAIN_AFTER_MS = 5_000;

export interface WrapUpClock {
  readonly now: number;
  /** When the wrap-up began: what was written during the talk needs no more time. */
  readonly since: number;
  readonly until: number | null;
  /** When the agent last wrote or chose something; null: not yet. */
  readonly workedAt: number | null;
  /** When more time was last asked for; null: never. */
  readonly askedAt: number | null;
}

/** Whether the agent has begun the work, so that only they end it. */
export function isTouched({ since, workedAt }: Pick<WrapUpClock, "since" | "workedAt">): boolean {
  return workedAt !== null && workedAt >= since;
}

/** Whether to take more time now. */
export function needsMoreTime(clock: WrapUpClock): boolean {
  const { now, until, askedAt } = clock;
  if (until === null || !isTouched(clock) || until - now > LEFT_AT_LEAST_MS) return false;
  return askedAt === null || now - askedAt >= ASK_AGAIN_AFTER_MS;
}
