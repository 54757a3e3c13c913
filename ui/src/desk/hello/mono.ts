// A spoken statement comes as a recording does, with the customer on the left and nobody on the right. In a headset that
// is one ear, so both become one. Pure.
const HEADER_BYTES = 44;
const STEREO = 2;
const BITS = 16;

/** The same sound on one channel; anything but 16-bit stereo with a plain header is left as it is. */
export function inBothEars(wav: ArrayBuffer): ArrayBuffer {
  if (wav.byteLength < HEADER_BYTES) return wav;
  const from = new DataView(wav);
  if (from.getUint32(36) !== 0x64617461 || from.getUint16(22, true) !== STEREO || from.getUint16(34, true) !== BITS) return wav;
  const frames = Math.floor((wav.byteLength - HEADER_BYTES) / 4);
  const mono = new ArrayBuffer(HEADER_BYTES + 2 * frames);
  new Uint8Array(mono).set(new Uint8Array(wav, 0, HEADER_BYTES));
  const to = new DataView(mono);
  writeHeader(to, from.getUint32(24, true), frames);
  for (let n = 0; n < frames; n++) {
    const at = HEADER_BYTES + 4 * n;
    const sum = from.getInt16(at, true) + from.getInt16(at + 2, true);
    to.setInt16(HEADER_BYTES + 2 * n, Math.max(-32768, Math.min(32767, sum)), true);
  }
  return mono;
}

function writeHeader(to: DataView, rate_hz: number, frames: number): void {
  to.setUint32(4, HEADER_BYTES - 8 + 2 * frames, true);
  to.setUint16(22, 1, true);
  to.setUint32(28, 2 * rate_hz, true);
  to.setUint16(32, 2, true);
  to.setUint32(40, 2 * frames, true);
}
