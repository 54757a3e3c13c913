// The page's sound: one audio context for measuring and mixing, and the element through which the customer is heard.
// A browser may keep both silent until somebody has clicked; a click anywhere lets them go on.
let shared: AudioContext | undefined;

/** The context of meters and checks, made when first needed. */
export function audioContext(): AudioContext {
  shared ??= new AudioContext({ latencyHint: "interactive" });
  return shared;
}

export class Speaker {
  /** False while the browser refuses to play. */
  audible = true;
  readonly element = new Audio();
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
    this.element.autoplay = true;
  }

  /** What is heard now. */
  stream: MediaStream | null = null;

  /** Let this be heard from now on. */
  play(stream: MediaStream): void {
    this.stream = stream;
    this.element.srcObject = stream;
    void this.unlock();
  }

  /** Try to make sound: at a new stream, and when somebody has clicked. */
  async unlock(): Promise<void> {
    if (shared?.state === "suspended") await shared.resume().catch(() => undefined);
    if (this.element.srcObject === null) return;
    const refused = await this.element.play().then(
      () => false,
      (error: unknown) => error instanceof DOMException && error.name === "NotAllowedError",
    );
    if (this.audible === !refused) return;
    this.audible = !refused;
    this.#changed();
  }

  /** Play on this device; the system's own when it is not there. */
  async use(deviceId: string): Promise<void> {
    if (!("setSinkId" in this.element)) return;
    await this.element.setSinkId(deviceId).catch(() => this.element.setSinkId("").catch(() => undefined));
  }

  /** Hush the other side, without stopping it: while the check listens by itself. */
  hush(on: boolean): void {
    this.element.muted = on;
  }
}
