// Which codecs the browser may speak: G.711 and keys, nothing else, so that nothing on the way has to be transcoded.
export interface AudioCodec {
  readonly mimeType: string;
  readonly clockRate: number;
  readonly channels?: number;
  readonly sdpFmtpLine?: string;
}

const WANTED = ["audio/pcma", "audio/pcmu", "audio/telephone-event"];
const G711_RATE_HZ = 8000;

/** Of what the browser can, what Lur speaks, A-law first. */
export function g711Only(known: readonly AudioCodec[]): AudioCodec[] {
  return WANTED.flatMap((wanted) =>
    known.filter((codec) => codec.mimeType.toLowerCase() === wanted && codec.clockRate === G711_RATE_HZ),
  );
}
