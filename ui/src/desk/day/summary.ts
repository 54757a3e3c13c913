// What an agent did today, out of the contacts' rows. Pure. Shown to the agent alone: a help for memory, not a score.
import type { ContactRow } from "../../generated/types";

export interface Day {
  /** The contacts I answered, the newest first. */
  readonly mine: readonly ContactRow[];
  readonly answered: number;
  readonly talked_ms: number;
  readonly solved: number;
}

export function dayOfMine(rows: readonly ContactRow[], agentId: string): Day {
  const mine = rows
    .filter((row) => row.agent_id === agentId && row.answered_at !== null)
    .sort((a, b) => (b.answered_at ?? 0) - (a.answered_at ?? 0) || (a.id < b.id ? -1 : 1));
  const over = mine.filter((row) => row.ended_at !== null);
  return {
    mine,
    answered: mine.length,
    talked_ms: over.reduce((sum, row) => sum + ((row.ended_at ?? 0) - (row.answered_at ?? 0)), 0),
    solved: mine.filter((row) => row.solved === true).length,
  };
}
