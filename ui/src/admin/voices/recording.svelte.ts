// The microphone while a sentence is recorded. The browser records in its own format; what goes to Lur is WAV.
import { wavOf } from "./wav";

const LONGEST_S = 60;

export class Recording {
  /** Whole seconds so far; null when nothing is recorded. */
  seconds = $state<number | null>(null);
  broken = $state(false);
  #recorder: MediaRecorder | null = null;
  #stream: MediaStream | null = null;
  #pieces: Blob[] = [];
  #ticking: ReturnType<typeof setInterval> | undefined;

  async begin(): Promise<void> {
    this.cancel();
    this.broken = false;
    try {
      this.#stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, echoCancellation: false, autoGainControl: false } });
    } catch {
      this.broken = true;
      return;
    }
    this.#pieces = [];
    this.#recorder = new MediaRecorder(this.#stream);
    this.#recorder.ondataavailable = (event) => this.#pieces.push(event.data);
    this.#recorder.start();
    this.seconds = 0;
    this.#ticking = setInterval(() => this.#tick(), 1000);
  }

  /** What was said as a WAV file; null when that failed. */
  async end(): Promise<Blob | null> {
    const recorder = this.#recorder;
    if (recorder === null) return null;
    const whole = new Promise<void>((resolve) => (recorder.onstop = () => resolve()));
    if (recorder.state === "inactive") {
      this.#free();
    } else {
      recorder.stop();
      await whole;
      this.#free();
    }
    return this.#decoded(new Blob(this.#pieces));
  }

  cancel(): void {
    if (this.#recorder !== null && this.#recorder.state !== "inactive") this.#recorder.stop();
    this.#free();
  }

  #tick(): void {
    this.seconds = (this.seconds ?? 0) + 1;
    if (this.seconds >= LONGEST_S && this.#recorder?.state === "recording") this.#recorder.pause();
  }

  #free(): void {
    clearInterval(this.#ticking);
    this.#stream?.getTracks().forEach((track) => track.stop());
    this.#stream = null;
    this.#recorder = null;
    this.seconds = null;
  }

  async #decoded(recorded: Blob): Promise<Blob | null> {
    const context = new AudioContext();
    try {
      const sound = await context.decodeAudioData(await recorded.arrayBuffer());
      const channels = Array.from({ length: sound.numberOfChannels }, (_, n) => sound.getChannelData(n));
      return new Blob([wavOf(channels, sound.sampleRate)], { type: "audio/wav" });
    } catch {
      this.broken = true;
      return null;
    } finally {
      void context.close();
    }
  }
}
