// The centre as this page knows it: the reducer's state, the state of the line, and the server's time. Everything that
// moves on a page is derived from here.
import type { AgentView, CallerView, ContactView, DeskDownstream, QueueView, Status } from "../generated/types";
import { ApiProblem, get } from "./api";
import { phoneNumber } from "./format";
import type { Said } from "./live/said";
import { LiveSocket, type LinkState } from "./live/socket";
import { reader } from "./i18n/reader.svelte";

/** Who speaks for this desk on the live socket. */
export interface DeskLine {
  onOpen(): void;
  onDesk(message: DeskDownstream): void;
}

class Centre {
  /** Set by the phone; nobody on pages without one. */
  deskLine: DeskLine | null = null;
  status = $state.raw<Status | null>(null);
  link = $state<LinkState>("connecting");
  /** When the next try to connect comes, in the time of ``now``. */
  retryAt = $state<number | null>(null);
  /** The server's time now, moved on once a second. */
  now = $state(Date.now());
  /** When the last message came, in this browser's time; what an offline page shows is as old as this. */
  heardAt = $state(Date.now());

  queues = $derived(new Map<string, QueueView>((this.status?.queues ?? []).map((view) => [view.id, view])));
  agents = $derived(new Map<string, AgentView>((this.status?.agents ?? []).map((view) => [view.id, view])));
  contacts = $derived(new Map<string, ContactView>((this.status?.contacts ?? []).map((view) => [view.id, view])));

  #ahead_ms = 0;
  #ticking: ReturnType<typeof setInterval> | undefined;
  #socket: LiveSocket | null = null;
  #onRefused: () => void = () => undefined;

  /** Follow the centre until ``stop``; ``onRefused`` is called when the session is over. */
  start(onRefused: () => void): void {
    this.#onRefused = onRefused;
    this.#socket = new LiveSocket({
      onState: ({ status }) => this.#received(status),
      onLink: (link, retryAt) => this.#linked(link, retryAt),
      onOpen: () => this.deskLine?.onOpen(),
      onDesk: (message) => this.deskLine?.onDesk(message),
      onTurnedAway: () => void this.#askWhy(),
    });
    this.#socket.start();
    this.#ticking = setInterval(() => this.#tick(), 1000);
  }

  stop(): void {
    this.#socket?.stop();
    this.#socket = null;
    clearInterval(this.#ticking);
    this.status = null;
    this.link = "connecting";
  }

  /** Say something for this desk: the number it got, 0 when the socket is not open. */
  send(said: Said): number {
    return this.#socket?.send(said) ?? 0;
  }

  /** The server's time to the millisecond; not reactive, as ``now`` is. */
  serverNow(): number {
    return Date.now() + this.#ahead_ms;
  }

  retryNow(): void {
    this.#socket?.retryNow();
  }

  queueName(id: string): string {
    return this.queues.get(id)?.name ?? id;
  }

  agentName(id: string): string {
    return this.agents.get(id)?.name ?? id;
  }

  /** The customer's name or number; a stand-in when neither is known or may be seen. */
  callerName(contact: { readonly caller: CallerView }): string {
    return contact.caller.name || phoneNumber(contact.caller.number) || reader.t.common.unknownCaller;
  }

  #received(status: Status): void {
    this.#ahead_ms = status.at - Date.now();
    this.heardAt = Date.now();
    this.status = status;
    if (Math.abs(status.at - this.now) > 1500) this.now = status.at;
  }

  #linked(link: LinkState, retryAt: number | null): void {
    this.link = link;
    this.retryAt = retryAt === null ? null : retryAt + this.#ahead_ms;
    if (link === "refused") this.#onRefused();
  }

  /** A browser does not say why a socket was turned away, but a plain request does. */
  async #askWhy(): Promise<void> {
    const problem = await get("/api/me").catch((error: unknown) => error);
    if (problem instanceof ApiProblem && problem.status === 401 && this.#socket !== null) this.#onRefused();
  }

  #tick(): void {
    this.now = this.serverNow();
  }
}

export const centre = new Centre();
