// The sounds of the check: a tone sent into the outgoing track instead of the voice, the same tone found again in what
// comes back, and a tone from the speaker that the microphone should not hear.
import { Meter } from "./meter";
import { audioContext } from "./sound";
import { toneAmplitude } from "./tones";

/** No multiple of what test signals and mains hum are made of. */
export const CHECK_HZ = 1130;
const SENT_GAIN = 0.25;
const PLAYED_GAIN = 0.2;
const FFT_SIZE = 2048;

/** A track that carries a tone while ``on``, and silence otherwise. */
export class ToneTrack {
  readonly track: MediaStreamTrack;
  readonly #gain: GainNode;
  readonly #oscillator: OscillatorNode;

  constructor() {
    const context = audioContext();
    void context.resume();
    const sink = context.createMediaStreamDestination();
    this.#oscillator = new OscillatorNode(context, { frequency: CHECK_HZ });
    this.#gain = new GainNode(context, { gain: 0 });
    this.#oscillator.connect(this.#gain).connect(sink);
    this.#oscillator.start();
    const track = sink.stream.getAudioTracks()[0];
    if (track === undefined) throw new Error("a stream destination has one track");
    this.track = track;
  }

  on(on: boolean): void {
    this.#gain.gain.value = on ? SENT_GAIN : 0;
  }

  stop(): void {
    this.#oscillator.stop();
    this.track.stop();
  }
}

/** Listens for the tone in a stream. */
export class ToneEar {
  readonly #meter: Meter;

  constructor(stream: MediaStream) {
    this.#meter = new Meter(stream, FFT_SIZE);
  }

  /** The tone's amplitude in the newest samples. */
  amplitude(): number {
    return toneAmplitude(this.#meter.samples(), audioContext().sampleRate, CHECK_HZ);
  }

  stop(): void {
    this.#meter.stop();
  }
}

/** Let the tone be heard on a device; returns how to end it. */
export async function playTone(deviceId: string): Promise<() => void> {
  const tone = new ToneTrack();
  const element = new Audio();
  element.srcObject = new MediaStream([tone.track]);
  element.volume = PLAYED_GAIN / SENT_GAIN;
  if (deviceId !== "" && "setSinkId" in element) await element.setSinkId(deviceId).catch(() => undefined);
  await element.play().catch(() => undefined);
  tone.on(true);
  return () => {
    element.pause();
    element.srcObject = null;
    tone.stop();
  };
}
