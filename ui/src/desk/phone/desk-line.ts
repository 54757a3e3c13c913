// This tab as a desk, on the live socket: says who it is, answers each ping at once, and passes on what is about the
// phone. The state of the audio goes out when it changes, not when a timer comes around.
import type { DeskAudio, DeskDownstream, DeskEndpoint, DeskRole } from "../../generated/types";
import type { Said } from "../../shared/live/said";
import { takeLag_ms } from "./lag";

export interface DeskSide {
  /** How this desk would answer; null while it is not known whether it is anybody's desk. */
  endpoint(): DeskEndpoint | null;
  audio(): DeskAudio;
  onRole(role: DeskRole): void;
  onAnswer(number: number, sdp: string): void;
  onRefused(number: number, code: string): void;
  onRenew(): void;
}

export class DeskPost {
  #desk = "";
  #said = "";
  /** The server knows on this socket who we are; before that it listens to nothing else. */
  #greeted = false;
  readonly #send: (said: Said) => number;
  readonly #side: DeskSide;
  readonly #newDesk: () => string;

  constructor(side: DeskSide, send: (said: Said) => number, newDesk: () => string) {
    this.#side = side;
    this.#send = send;
    this.#newDesk = newDesk;
  }

  /** The desk id is known. */
  name(desk: string): void {
    this.#desk = desk;
    this.hello();
  }

  /** What was missing is known now: say who we are if that has not been said on this socket. */
  introduce(): void {
    if (!this.#greeted) this.hello();
  }

  /** Say who we are: first on each socket, and when the choice of phone has changed. */
  hello(): void {
    const endpoint = this.#side.endpoint();
    if (endpoint === null || this.#desk === "") return;
    const wants_phone = endpoint === "browser";
    this.#greeted = true;
    this.#send({ type: "hello", desk: this.#desk, wants_phone, endpoint, visible: !document.hidden });
  }

  /** The audio or the visibility may have changed: say so, once. */
  pulse(): void {
    const now = `${this.#side.audio()} ${document.hidden}`;
    if (this.#greeted && now !== this.#said) this.#tell(0);
  }

  /** A new socket: nothing has been said on it. */
  onOpen(): void {
    this.#said = "";
    this.#greeted = false;
    this.hello();
  }

  onDesk(message: DeskDownstream): void {
    if (message.type === "ping") this.#tell(message.number);
    else if (message.type === "desk") this.#side.onRole(message);
    else if (message.type === "phone_answer") this.#side.onAnswer(message.number, message.sdp);
    else if (message.type === "phone_refused") this.#side.onRefused(message.number, message.code);
    else if (message.type === "phone_renew") this.#side.onRenew();
    else if (message.code === "desk_replaced") this.name(this.#newDesk());
  }

  #tell(ping: number): void {
    const audio = this.#side.audio();
    this.#said = `${audio} ${document.hidden}`;
    this.#send({ type: "pulse", ping, audio, visible: !document.hidden, lag_ms: takeLag_ms() });
  }
}
