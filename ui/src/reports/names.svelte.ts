// What queues, results and teams are called, for rows and for what a report can be narrowed to.
import type { Disposition } from "../generated/types";
import { rowsOf } from "../admin/results";
import { get } from "../shared/api";
import { centre } from "../shared/centre.svelte";
import { reader } from "../shared/i18n/reader.svelte";
import { session } from "../shared/session.svelte";
import type { Names } from "./naming";

interface Option {
  readonly value: string;
  readonly label: string;
}

class ReportNames {
  #results = $state.raw<readonly Disposition[]>([]);

  names: Names = $derived({
    queues: new Map([...centre.queues.values()].map((queue) => [queue.id, queue.name])),
    results: new Map(this.#results.map((node) => [node.id, node[reader.language]])),
  });

  queues: readonly Option[] = $derived([...centre.queues.values()].map((queue) => ({ value: queue.id, label: queue.name })));
  teams: readonly Option[] = $derived(
    [...new Set([...centre.agents.values()].map((agent) => agent.team))].sort().map((team) => ({ value: team, label: team || reader.t.reports.without.team })),
  );
  results: readonly Option[] = $derived([
    ...rowsOf(this.#results, true).map(({ node, level }) => ({ value: node.id, label: "\u2003".repeat(level) + node[reader.language] })),
    { value: "", label: reader.t.reports.without.result },
  ]);

  async load(): Promise<void> {
    if (session.may("see_contacts")) this.#results = await get<readonly Disposition[]>("/api/dispositions").catch(() => this.#results);
  }
}

export const reportNames = new ReportNames();
