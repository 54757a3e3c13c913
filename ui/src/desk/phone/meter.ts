// How loud a sound is, 0 to 1, for a meter on screen. Only loudness: nothing is heard out of a voice but its strength.
import { audioContext } from "./sound";

const QUIETEST_DB = -60;

/** The root mean square of samples (-1 to 1) on a meter from 0 (-60 dB) to 1 (full). */
export function loudness(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const rms = Math.sqrt(sum / Math.max(1, samples.length));
  if (rms === 0) return 0;
  return Math.min(1, Math.max(0, 1 - (20 * Math.log10(rms)) / QUIETEST_DB));
}

export class Meter {
  readonly #analyser: AnalyserNode;
  readonly #source: MediaStreamAudioSourceNode;
  readonly #samples: Float32Array<ArrayBuffer>;

  constructor(stream: MediaStream, fftSize = 1024) {
    const context = audioContext();
    void context.resume();
    this.#analyser = new AnalyserNode(context, { fftSize });
    this.#samples = new Float32Array(this.#analyser.fftSize);
    this.#source = context.createMediaStreamSource(stream);
    this.#source.connect(this.#analyser);
  }

  /** The newest samples, in an array that is used again. */
  samples(): Float32Array {
    this.#analyser.getFloatTimeDomainData(this.#samples);
    return this.#samples;
  }

  level(): number {
    return loudness(this.samples());
  }

  stop(): void {
    this.#source.disconnect();
  }
}

/** A meter of a track that goes on when the track itself is silenced: it listens to a copy. */
export function meterOf(track: MediaStreamTrack): { readonly meter: Meter; stop(): void } {
  const copy = track.clone();
  copy.enabled = true;
  const meter = new Meter(new MediaStream([copy]));
  const stop = (): void => {
    meter.stop();
    copy.stop();
  };
  return { meter, stop };
}

/** Tell the loudness of whichever track there is before each frame, while the page is seen; returns how to end it. */
export function watchTrack(current: () => MediaStreamTrack | null, tell: (level: number) => void): () => void {
  let of: MediaStreamTrack | null = null;
  let listening: ReturnType<typeof meterOf> | null = null;
  const look = (): void => {
    if (of !== current()) {
      listening?.stop();
      of = current();
      listening = of === null ? null : meterOf(of);
    }
    tell(listening?.meter.level() ?? 0);
    frame = requestAnimationFrame(look);
  };
  let frame = requestAnimationFrame(look);
  return () => {
    cancelAnimationFrame(frame);
    listening?.stop();
  };
}
