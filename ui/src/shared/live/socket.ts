// One socket and one recovery. Whatever goes wrong (a lost line, a gap in the numbers, silence for too long) ends in
// the same place: close, wait a little longer each time, connect again, and let the server choose between the missing
// changes and a new snapshot. The same socket carries what the desk and the server say to each other about the phone.
import type { DeskDownstream, LiveMessage } from "../../generated/types";
import { type LiveState, reduce } from "./reducer";
import type { Said } from "./said";

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
const SILENCE_MS = 20_000;
const REFUSED = 4401;

export type LinkState = "connecting" | "live" | "offline" | "refused";

export interface Watcher {
  onState(state: LiveState, receivedAt: number): void;
  onLink(link: LinkState, retryAt: number | null): void;
  /** A socket is open: whatever the server must know first is sent now. */
  onOpen(): void;
  /** Something about this desk rather than about the centre. */
  onDesk(message: DeskDownstream): void;
  /** A socket was closed before it opened: the server is away, or does not know us any more. */
  onTurnedAway(): void;
}

export class LiveSocket {
  #watcher: Watcher;
  #state: LiveState | null = null;
  #socket: WebSocket | null = null;
  #tries = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;
  /** Of the last message said; begins above what an earlier page in this tab can have used. */
  #number = Math.floor(performance.timeOrigin);

  constructor(watcher: Watcher) {
    this.#watcher = watcher;
  }

  /** Connect, and stay connected until ``stop``. */
  start(): void {
    this.#stopped = false;
    addEventListener("online", this.retryNow);
    this.#connect();
  }

  /** Close for good: somebody signed out. */
  stop(): void {
    this.#stopped = true;
    removeEventListener("online", this.retryNow);
    clearTimeout(this.#retry);
    this.#drop();
  }

  /** Do not wait for the next try. */
  retryNow = (): void => {
    if (this.#stopped || this.#socket !== null) return;
    clearTimeout(this.#retry);
    this.#connect();
  };

  /** Say something to the server: the number it got, or 0 when nobody hears it. Nothing is kept for later. */
  send(said: Said): number {
    if (this.#socket?.readyState !== WebSocket.OPEN) return 0;
    this.#number += 1;
    this.#socket.send(JSON.stringify({ ...said, number: this.#number }));
    return this.#number;
  }

  #connect(): void {
    if (this.#tries === 0) this.#watcher.onLink("connecting", null);
    const socket = new WebSocket(this.#address());
    this.#socket = socket;
    socket.onmessage = (message: MessageEvent<string>) => this.#receive(message.data);
    let opened = false;
    socket.onopen = () => {
      opened = true;
      this.#watcher.onOpen();
    };
    socket.onclose = (event) => {
      if (!opened) this.#watcher.onTurnedAway();
      this.#closed(event.code);
    };
    this.#watchSilence();
  }

  #address(): string {
    const address = new URL("/api/live", location.href);
    address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    if (this.#state !== null) {
      address.searchParams.set("run", this.#state.run);
      address.searchParams.set("after", String(this.#state.seq));
    }
    return address.href;
  }

  #receive(text: string): void {
    this.#watchSilence();
    const message = JSON.parse(text) as LiveMessage | DeskDownstream;
    if (isAboutTheCentre(message)) this.#follow(message);
    else this.#watcher.onDesk(message);
  }

  #follow(message: LiveMessage): void {
    const next = reduce(this.#state, message);
    if (next === "resync") {
      this.#state = null;
      this.#lost();
      return;
    }
    const first = this.#tries > 0 || this.#state === null;
    this.#state = next;
    this.#tries = 0;
    this.#watcher.onState(next, performance.now());
    if (first) this.#watcher.onLink("live", null);
  }

  #watchSilence(): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#lost(), SILENCE_MS);
  }

  #closed(code: number): void {
    if (this.#stopped) return;
    if (code === REFUSED) {
      this.stop();
      this.#watcher.onLink("refused", null);
      return;
    }
    this.#lost();
  }

  #lost(): void {
    this.#drop();
    const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#tries);
    const wait = longest * (0.5 + Math.random() / 2);
    this.#tries += 1;
    if (this.#tries > 1) this.#watcher.onLink("offline", Date.now() + wait);
    this.#retry = setTimeout(() => this.#connect(), wait);
  }

  #drop(): void {
    clearTimeout(this.#silence);
    const socket = this.#socket;
    this.#socket = null;
    if (socket === null) return;
    socket.onclose = null;
    socket.onmessage = null;
    socket.close();
  }
}

function isAboutTheCentre(message: LiveMessage | DeskDownstream): message is LiveMessage {
  return message.type === "snapshot" || message.type === "changes" || message.type === "alive";
}
