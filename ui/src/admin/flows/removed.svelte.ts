// The flow that was removed last, so that the list can have it back.
import type { Flow } from "../../generated/types";

class RemovedFlows {
  last = $state.raw<Flow | null>(null);
}

export const removedFlows = new RemovedFlows();
