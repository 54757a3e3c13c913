// Whom a customer can be given to, or who can be asked: colleagues, numbers outside and queues as one list that arrows go
// through. Pure.
import type { AgentView, ColleagueRow, ColleaguesFound, OutsideNumber, QueueView } from "../../generated/types";
import { match } from "../../shared/fold";

/** What is handed to whoever asked for the search. */
export type Target =
  | { readonly kind: "colleague"; readonly id: string; readonly name: string }
  | { readonly kind: "outside"; readonly id: string; readonly name: string; readonly number: string }
  | { readonly kind: "queue"; readonly id: string; readonly name: string };

export type TargetKind = Target["kind"];

export type Row = { readonly target: Target; readonly canChoose: boolean } & (
  | { readonly kind: "colleague"; readonly colleague: ColleagueRow }
  | { readonly kind: "outside"; readonly outside: OutsideNumber }
  | { readonly kind: "queue"; readonly queue: QueueView }
);

/** Whether a colleague can be rung now: ready, or here for colleagues, and nothing in the way. */
export function canBeAsked(agent: AgentView): boolean {
  return (agent.presence === "ready" || agent.presence === "standby") && agent.hindrance === null;
}

type WhyNot = "talk" | "after" | "pause" | "gone" | "unreachable";
const WHY_NOT: Partial<Record<AgentView["presence"], WhyNot>> = {
  on_contact: "talk",
  offered: "talk",
  asked: "talk",
  assisting: "talk",
  wrap_up: "after",
  breath: "after",
  pause: "pause",
  signed_out: "gone",
};

/** Why this one cannot be chosen now, as a key of the catalogue's `whyNot`; null when they can. */
export function whyNot(row: Row, agents: ReadonlyMap<string, AgentView>): WhyNot | "closed" | null {
  if (row.canChoose) return null;
  if (row.kind !== "colleague") return "closed";
  return WHY_NOT[agents.get(row.colleague.agent_id)?.presence ?? row.colleague.presence] ?? "unreachable";
}

/** All that was found in one order. The order of the answer is kept, so that nothing jumps under the fingers; whether
 * somebody can be asked is as it is now. */
export function rowsOf(
  found: ColleaguesFound | null,
  agents: ReadonlyMap<string, AgentView>,
  queues: readonly QueueView[],
): Row[] {
  const colleagues = (found?.colleagues ?? []).map((colleague): Row => {
    const live = agents.get(colleague.agent_id);
    const target = { kind: "colleague", id: colleague.agent_id, name: live?.name ?? colleague.name } as const;
    return { kind: "colleague", target, colleague, canChoose: live === undefined ? colleague.can_be_asked : canBeAsked(live) };
  });
  const outside = (found?.outside ?? []).map((one): Row => {
    const target = { kind: "outside", id: one.id, name: one.name, number: one.number } as const;
    return { kind: "outside", target, outside: one, canChoose: true };
  });
  const lines = queues.map((queue): Row => {
    const target = { kind: "queue", id: queue.id, name: queue.name } as const;
    return { kind: "queue", target, queue, canChoose: queue.open };
  });
  return [...colleagues, ...outside, ...lines];
}

/** The queues that fit what is typed, open ones first; not the one that the customer is in, nor other channels. */
export function queuesFor(query: string, queues: readonly QueueView[], except: string, isDecision: boolean): QueueView[] {
  if (isDecision) return [];
  return queues
    .filter((queue) => queue.id !== except && queue.channel === "voice" && match(query, queue.name) !== null)
    .sort((a, b) => Number(b.open) - Number(a.open) || a.name.localeCompare(b.name));
}

/** Where the mark goes: to the first that can be chosen when a new answer comes. */
export function firstToChoose(rows: readonly Row[]): number {
  const found = rows.findIndex((row) => row.canChoose);
  return found >= 0 ? found : rows.length > 0 ? 0 : -1;
}

/** One step up or down, round the ends. */
export function stepped(at: number, by: 1 | -1, length: number): number {
  if (length === 0) return -1;
  return (at + by + length) % length;
}
