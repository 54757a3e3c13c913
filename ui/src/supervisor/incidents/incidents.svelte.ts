// The incidents as staff who manage them see them: fetched anew whenever the live view says that something is different.
import type { IncidentRow, IncidentsAnswer, ProposalRow } from "../../generated/types";
import { Sending } from "../../admin/sending.svelte";
import { get, post } from "../../shared/api";
import { centre } from "../../shared/centre.svelte";

const REFRESH_AFTER_MS = 200;

export class IncidentRoom {
  proposals = $state.raw<readonly ProposalRow[]>([]);
  incidents = $state.raw<readonly IncidentRow[]>([]);
  readonly sending = new Sending();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Ask again soon; several reasons in a row are one question. */
  refreshSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#refresh(), REFRESH_AFTER_MS);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  /** Say something to the API; whatever came of it, the list is as it is on the server afterwards. */
  async tell(path: string, body: object | undefined, done: string): Promise<boolean> {
    const went = await this.sending.run(() => post(path, body), done);
    await this.#refresh();
    return went;
  }

  async #refresh(): Promise<void> {
    const answer = await get<IncidentsAnswer>("/api/incidents/all").catch(() => null);
    if (answer === null) return;
    [this.proposals, this.incidents] = [answer.proposals, answer.incidents];
  }
}

export const pathOf = (id: string, act = ""): string => `/api/incidents/${encodeURIComponent(id)}${act === "" ? "" : `/${act}`}`;

/** The names of queues as one speaks of them: Leverans, Retur. */
export function queueNames(ids: readonly string[]): string {
  return ids.map((id) => centre.queueName(id)).join(", ");
}
