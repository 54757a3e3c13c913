// A waveform from samples: the loudest value of each slice, so that a short word is not averaged away. Pure.

/** ``count`` values from 0 to 1, each the loudest of its slice. */
export function peaksOf(samples: Float32Array, count: number): Float32Array {
  const peaks = new Float32Array(count);
  const slice = samples.length / count;
  for (let bar = 0; bar < count; bar++) {
    peaks[bar] = loudest(samples, Math.floor(bar * slice), Math.ceil((bar + 1) * slice));
  }
  return peaks;
}

function loudest(samples: Float32Array, from: number, to: number): number {
  let peak = 0;
  for (let at = from; at < to && at < samples.length; at++) peak = Math.max(peak, Math.abs(samples[at] ?? 0));
  return Math.min(1, peak);
}

/** How tall a bar is drawn, 0 to 1: quiet speech is lifted (as an ear does), silence stays flat. */
export function barHeight(peak: number): number {
  return Math.sqrt(Math.min(1, peak));
}
