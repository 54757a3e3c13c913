// The agent's microphone: opened while somebody needs it, let go of when nobody does, and honest about why it cannot be
// had. Knows nothing of calls.
import { type Device, deviceLists, findDevice } from "./devices";

export type MicrophoneState = "off" | "asking" | "live" | "refused" | "lost";
export type MicrophoneTrouble = "insecure" | "microphone_denied" | "microphone_none" | "microphone_busy" | "microphone_lost";
export type MicrophoneUse = "phone" | "early" | "meter" | "check";

const PROCESSING = { echoCancellation: true, noiseSuppression: true, autoGainControl: true } as const;

export class Microphone {
  state: MicrophoneState = "off";
  trouble: MicrophoneTrouble | null = null;
  track: MediaStreamTrack | null = null;
  #uses = new Set<MicrophoneUse>();
  #round = 0;
  readonly #media: MediaDevices | undefined;
  readonly #wanted: () => Device;
  readonly #changed: () => void;

  /** ``wanted`` is the chosen device, ``changed`` is called after each change of what can be read here. */
  constructor(media: MediaDevices | undefined, wanted: () => Device, changed: () => void) {
    this.#media = media;
    this.#wanted = wanted;
    this.#changed = changed;
  }

  /** Say whether one use needs it; it is open as long as one does. */
  use(by: MicrophoneUse, needed: boolean): void {
    if (needed === this.#uses.has(by)) return;
    if (needed) this.#uses.add(by);
    else this.#uses.delete(by);
    if (this.#uses.size === 0) this.#letGo();
    else if (this.state === "off") void this.open();
  }

  /** Open the chosen device, or the system's choice instead; ask for permission if need be. */
  async open(instead?: Device): Promise<void> {
    const round = ++this.#round;
    if (this.state === "off" || this.state === "refused") this.#become("asking", null);
    try {
      const track = await this.#capture(instead ?? this.#wanted());
      if (round !== this.#round) return track.stop();
      this.#carry(track);
      if (this.#uses.size === 0) this.#letGo();
    } catch (error) {
      if (round === this.#round) this.#notHad(troubleOf(error));
    }
  }

  /** A lost microphone stays lost while there is none at all; one that speaks still is kept. */
  #notHad(trouble: MicrophoneTrouble): void {
    if (this.state === "live" || (this.state === "lost" && trouble === "microphone_none")) return;
    this.#become("refused", trouble);
  }

  /** Another device was chosen, or permission was given: try again if somebody needs it. */
  reopen(): void {
    if (this.#uses.size > 0) void this.open();
  }

  async #capture(device: Device): Promise<MediaStreamTrack> {
    if (this.#media === undefined) throw new DOMException("no media devices", "SecurityError");
    const track = await this.#ask({ ...PROCESSING, ...(device.id === "" ? {} : { deviceId: { ideal: device.id } }) });
    if (device.id === "" || track.getSettings().deviceId === device.id) return track;
    const same = findDevice(device, deviceLists(await this.#media.enumerateDevices()).inputs);
    if (same === null || same.id === track.getSettings().deviceId) return track;
    track.stop();
    return this.#ask({ ...PROCESSING, deviceId: { exact: same.id } });
  }

  async #ask(audio: MediaTrackConstraints): Promise<MediaStreamTrack> {
    const stream = await this.#media?.getUserMedia({ audio });
    const track = stream?.getAudioTracks()[0];
    if (track === undefined) throw new DOMException("no track", "NotFoundError");
    return track;
  }

  #carry(track: MediaStreamTrack): void {
    this.#stop();
    this.track = track;
    track.enabled = false;
    track.onended = () => {
      if (this.track === track) this.#become("lost", "microphone_lost");
    };
    this.#become("live", null);
  }

  #letGo(): void {
    this.#round += 1;
    this.#stop();
    this.#become("off", null);
  }

  #stop(): void {
    if (this.track === null) return;
    this.track.onended = null;
    this.track.stop();
    this.track = null;
  }

  #become(state: MicrophoneState, trouble: MicrophoneTrouble | null): void {
    this.state = state;
    this.trouble = trouble;
    this.#changed();
  }
}

/** What a refused request for the microphone means. */
export function troubleOf(error: unknown): MicrophoneTrouble {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "SecurityError") return "insecure";
  if (name === "NotAllowedError") return "microphone_denied";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "microphone_none";
  return "microphone_busy";
}
