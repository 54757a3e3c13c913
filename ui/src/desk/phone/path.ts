// The audio path between this browser and the server: one RTCPeerConnection at a time, driven by path-table.ts. It
// offers, the server answers; no candidates are waited for, since the server learns our address from our own checks.
import type { IceServerView } from "../../generated/types";
import { type AudioCodec, g711Only } from "./codecs";
import { PATH_TABLE, type PathEvent, type PathState, patience_ms } from "./path-table";

export interface PathWatcher {
  onState(state: PathState, tries: number): void;
  /** The sound from the other side, once for each connection. */
  onSound(stream: MediaStream): void;
}

export interface PathTools {
  newPeer(configuration: RTCConfiguration): RTCPeerConnection;
  codecs(): readonly AudioCodec[];
  /** Give the server an offer: the number its answer will have, 0 when the line is down. */
  offer(sdp: string): number;
}

export class AudioPath {
  state: PathState = "off";
  /** Attempts since the path was last up. */
  tries = 0;
  /** Why the server refused the last offer, or empty. */
  refusal = "";
  peer: RTCPeerConnection | null = null;
  #sender: RTCRtpSender | null = null;
  #track: MediaStreamTrack | null = null;
  #number = 0;
  #answer = "";
  #timer: ReturnType<typeof setTimeout> | undefined;
  #iceServers: readonly IceServerView[] = [];
  #relayOnly = false;
  readonly #watcher: PathWatcher;
  readonly #tools: PathTools;

  constructor(watcher: PathWatcher, tools: PathTools) {
    this.#watcher = watcher;
    this.#tools = tools;
  }

  /** Which helpers a new connection may use. */
  use(iceServers: readonly IceServerView[], relayOnly: boolean): void {
    this.#iceServers = iceServers;
    this.#relayOnly = relayOnly;
  }

  /** Send this track from now on, in the connection that stands and in those to come. */
  async carry(track: MediaStreamTrack | null): Promise<void> {
    this.#track = track;
    await this.#sender?.replaceTrack(track).catch(() => undefined);
  }

  /** Keys are heard at the other end; false when the path cannot carry them now. */
  sendKey(key: string): boolean {
    const dtmf = this.#sender?.dtmf;
    if (this.state !== "up" || !dtmf?.canInsertDTMF) return false;
    dtmf.insertDTMF(dtmf.toneBuffer + key, KEY_MS, KEY_GAP_MS);
    return true;
  }

  /** What the server said to an offer; an answer to an older offer is out of date and says nothing. */
  answered(number: number, sdp: string): void {
    if (number !== this.#number) return;
    this.#answer = sdp;
    this.happen("answered");
  }

  refused(number: number, code: string): void {
    if (number !== this.#number) return;
    this.refusal = code;
    this.happen("refused");
  }

  /** Something happened: look it up, move on, act. */
  happen(event: PathEvent): void {
    const move = PATH_TABLE[this.state][event];
    if (move === undefined) return;
    this.#enter(move.to);
    if (move.effect === "connect") void this.#connect();
    else if (move.effect === "restart") void this.#restart();
    else if (move.effect === "accept") void this.#accept();
    else if (move.effect === "close") this.#close();
    this.#watcher.onState(this.state, this.tries);
  }

  #enter(state: PathState): void {
    if (state === "up" || state === "off") this.tries = 0;
    if (state === "waiting") this.tries += 1;
    if (state === "up") this.refusal = "";
    this.state = state;
    clearTimeout(this.#timer);
    const wait = patience_ms(state, this.tries, Math.random());
    if (wait !== null) this.#timer = setTimeout(() => this.happen("late"), wait);
  }

  async #connect(): Promise<void> {
    this.#close();
    try {
      const peer = this.#newPeer();
      this.peer = peer;
      const transceiver = peer.addTransceiver(this.#track ?? "audio", { direction: "sendrecv" });
      this.#sender = transceiver.sender;
      transceiver.setCodecPreferences(g711Only(this.#tools.codecs()));
      await this.#offer(peer);
    } catch {
      this.happen("failed");
    }
  }

  #newPeer(): RTCPeerConnection {
    const peer = this.#tools.newPeer({
      iceServers: this.#iceServers.map(plainServer),
      iceTransportPolicy: this.#relayOnly ? "relay" : "all",
      bundlePolicy: "max-bundle",
      rtcpMuxPolicy: "require",
    });
    peer.onconnectionstatechange = () => {
      if (this.peer === peer) this.#changed(peer.connectionState);
    };
    peer.ontrack = ({ track, streams }) => {
      if (this.peer === peer) this.#watcher.onSound(streams[0] ?? new MediaStream([track]));
    };
    return peer;
  }

  #changed(state: RTCPeerConnectionState): void {
    if (state === "connected" || state === "disconnected" || state === "failed") this.happen(state);
    else if (state === "closed") this.happen("failed");
  }

  async #restart(): Promise<void> {
    const peer = this.peer;
    if (peer === null) return;
    try {
      peer.restartIce();
      await this.#offer(peer);
    } catch {
      if (this.peer === peer) this.happen("failed");
    }
  }

  async #offer(peer: RTCPeerConnection): Promise<void> {
    await peer.setLocalDescription();
    const sdp = peer.localDescription?.sdp;
    if (this.peer !== peer || sdp === undefined) return;
    this.#number = this.#tools.offer(sdp);
  }

  async #accept(): Promise<void> {
    const peer = this.peer;
    if (peer === null) return;
    try {
      await peer.setRemoteDescription({ type: "answer", sdp: this.#answer });
      if (this.peer === peer && peer.connectionState === "connected") this.happen("connected");
    } catch {
      if (this.peer === peer) this.happen("failed");
    }
  }

  #close(): void {
    const peer = this.peer;
    this.peer = null;
    this.#sender = null;
    if (peer === null) return;
    peer.onconnectionstatechange = null;
    peer.ontrack = null;
    peer.close();
  }
}

function plainServer({ urls, username, credential }: IceServerView): RTCIceServer {
  return username === "" ? { urls: [...urls] } : { urls: [...urls], username, credential };
}

const KEY_MS = 160;
const KEY_GAP_MS = 70;

/** The browser's own. */
export const browserTools = {
  newPeer: (configuration: RTCConfiguration) => new RTCPeerConnection(configuration),
  codecs: () => RTCRtpReceiver.getCapabilities("audio")?.codecs ?? [],
};
