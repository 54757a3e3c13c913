// Sounds that are made here, and finding one again: the ring, and a pure tone in what comes back. Pure arithmetic.

/** The ring repeats after this long. */
export const RING_S = 3.2;
const RING: readonly (readonly [at_s: number, hz: number])[] = [
  [0, 392],
  [0.18, 523.25],
  [0.36, 659.25],
  [0.95, 523.25],
  [1.13, 659.25],
];
const DECAY_PER_S = 4.2;
const ATTACK_S = 0.012;

const SOFT_RING: readonly (readonly [at_s: number, hz: number])[] = [
  [0, 523.25],
  [0.22, 392],
];

/** One round of a colleague's ring: two low bells, then a rest. */
export function softRingSamples(rate: number): Float32Array<ArrayBuffer> {
  const samples = new Float32Array(Math.round(RING_S * rate));
  for (const [at_s, hz] of SOFT_RING) strike(samples, rate, at_s, hz);
  return samples;
}

/** One round of the ring: soft bells that rise, then a rest; samples from -1 to 1. */
export function ringSamples(rate: number): Float32Array<ArrayBuffer> {
  const samples = new Float32Array(Math.round(RING_S * rate));
  for (const [at_s, hz] of RING) strike(samples, rate, at_s, hz);
  return samples;
}

function strike(samples: Float32Array, rate: number, at_s: number, hz: number): void {
  const first = Math.round(at_s * rate);
  for (let index = first; index < samples.length; index += 1) {
    const t = (index - first) / rate;
    const shape = Math.min(1, t / ATTACK_S) * Math.exp(-DECAY_PER_S * t);
    const wave = Math.sin(2 * Math.PI * hz * t) + 0.35 * Math.sin(4 * Math.PI * hz * t) * Math.exp(-3 * t);
    samples[index] = (samples[index] ?? 0) + 0.3 * shape * wave;
  }
}

/** How strong one frequency is in samples, as an amplitude from 0 to 1 (Goertzel). */
export function toneAmplitude(samples: Float32Array, rate: number, hz: number): number {
  const turn = 2 * Math.cos((2 * Math.PI * hz) / rate);
  let before = 0;
  let last = 0;
  for (const sample of samples) [before, last] = [last, sample + turn * last - before];
  const power = last * last + before * before - turn * last * before;
  return (2 * Math.sqrt(Math.max(0, power))) / Math.max(1, samples.length);
}
