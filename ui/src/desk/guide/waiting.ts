// How many wait whom this agent could help next. Pure.
import type { AgentView, Status } from "../../generated/types";
import { servedBy } from "../../shared/live/derive";

export function waitingFor(agent: AgentView, status: Status): number {
  return servedBy(agent, status).reduce((sum, queue) => sum + queue.waiting_count, 0);
}
