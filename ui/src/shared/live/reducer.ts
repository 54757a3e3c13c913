// The one place where live messages become state. Pure: (state, message) -> state, or "resync" when a message cannot
// be applied, in which case the only recovery is a new snapshot.
import type { Changes, LiveMessage, Status } from "../../generated/types";

export interface LiveState {
  readonly run: string;
  readonly seq: number;
  readonly status: Status;
}

/** The state after ``message``, or "resync" when numbers are missing or nothing is known yet. */
export function reduce(state: LiveState | null, message: LiveMessage): LiveState | "resync" {
  if (message.type === "snapshot") return { run: message.run, seq: message.seq, status: message.status };
  if (state === null) return "resync";
  if (message.type === "alive") {
    return message.seq === state.seq ? { ...state, status: { ...state.status, at: message.at } } : "resync";
  }
  if (message.seq <= state.seq) return state;
  if (message.seq !== state.seq + 1) return "resync";
  return { ...state, seq: message.seq, status: changed(state.status, message) };
}

function changed(status: Status, { at, puts, gone }: Changes): Status {
  return {
    at,
    centre: puts.centre ?? status.centre,
    queues: merged(status.queues, puts.queues, gone.queues),
    contacts: merged(status.contacts, puts.contacts, gone.contacts),
    agents: merged(status.agents, puts.agents, gone.agents),
    trunks: merged(status.trunks, puts.trunks, gone.trunks),
    health: puts.health ?? status.health,
  };
}

function merged<T extends { readonly id: string }>(
  before: readonly T[],
  puts: readonly T[] = [],
  gone: readonly string[] = [],
): readonly T[] {
  if (puts.length === 0 && gone.length === 0) return before;
  const byId = new Map(before.map((view) => [view.id, view]));
  for (const id of gone) byId.delete(id);
  for (const view of puts) byId.set(view.id, view);
  return [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}
