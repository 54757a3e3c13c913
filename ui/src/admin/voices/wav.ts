// What a microphone gave, as a WAV file (16 bits, mono): the one format that every studio, phone and Lur understands.

/** The channels as one, at ``rate_hz``. */
export function wavOf(channels: readonly Float32Array[], rate_hz: number): ArrayBuffer {
  const frames = channels[0]?.length ?? 0;
  const buffer = new ArrayBuffer(44 + 2 * frames);
  const view = new DataView(buffer);
  const word = (at: number, text: string): void => [...text].forEach((letter, n) => view.setUint8(at + n, letter.charCodeAt(0)));
  word(0, "RIFF");
  view.setUint32(4, 36 + 2 * frames, true);
  word(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate_hz, true);
  view.setUint32(28, 2 * rate_hz, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  word(36, "data");
  view.setUint32(40, 2 * frames, true);
  for (let n = 0; n < frames; n += 1) {
    const sum = channels.reduce((total, channel) => total + (channel[n] ?? 0), 0) / Math.max(1, channels.length);
    view.setInt16(44 + 2 * n, Math.round(Math.max(-1, Math.min(1, sum)) * 32767), true);
  }
  return buffer;
}
