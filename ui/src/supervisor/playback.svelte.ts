// A decoded recording that plays: left is the customer, right the agent, and each side can be muted. Web Audio, because
// an <audio> element cannot mute one channel.
export type Side = "left" | "right";

const PHONE_RATE_HZ = 8000;

/** Decode a stereo recording. Rejects when the bytes are not sound. */
export async function playbackOf(bytes: ArrayBuffer): Promise<Playback> {
  const decoder = new OfflineAudioContext(2, 1, PHONE_RATE_HZ);
  return new Playback(await decoder.decodeAudioData(bytes));
}

export class Playback {
  readonly duration_s: number;
  readonly left: Float32Array;
  readonly right: Float32Array;
  playing = $state(false);
  position_s = $state(0);
  muted = $state<Record<Side, boolean>>({ left: false, right: false });

  #buffer: AudioBuffer;
  #context: AudioContext | null = null;
  #gains: Record<Side, GainNode> | null = null;
  #source: AudioBufferSourceNode | null = null;
  #startedAt_s = 0;
  #frame = 0;

  constructor(buffer: AudioBuffer) {
    this.#buffer = buffer;
    this.duration_s = buffer.duration;
    this.left = buffer.getChannelData(0);
    this.right = buffer.getChannelData(Math.min(1, buffer.numberOfChannels - 1));
  }

  toggle(): void {
    if (this.playing) this.pause();
    else void this.play();
  }

  async play(): Promise<void> {
    if (this.position_s >= this.duration_s - 0.05) this.position_s = 0;
    this.#wire();
    this.playing = true;
    await this.#context?.resume();
    if (this.playing) this.#startSource();
  }

  pause(): void {
    this.#stopSource();
    this.playing = false;
  }

  seek(to_s: number): void {
    this.position_s = Math.min(this.duration_s, Math.max(0, to_s));
    if (this.playing) this.#startSource();
  }

  mute(side: Side): void {
    this.muted[side] = !this.muted[side];
    this.#applyMutes();
  }

  close(): void {
    this.pause();
    void this.#context?.close();
    this.#context = null;
  }

  #wire(): void {
    if (this.#context !== null) return;
    const context = new AudioContext();
    const merger = context.createChannelMerger(2);
    const left = context.createGain();
    const right = context.createGain();
    left.connect(merger, 0, 0);
    right.connect(merger, 0, 1);
    merger.connect(context.destination);
    this.#context = context;
    this.#gains = { left, right };
    this.#applyMutes();
  }

  #applyMutes(): void {
    if (this.#gains === null) return;
    this.#gains.left.gain.value = this.muted.left ? 0 : 1;
    this.#gains.right.gain.value = this.muted.right ? 0 : 1;
  }

  #startSource(): void {
    if (this.#context === null || this.#gains === null) return;
    this.#stopSource();
    const source = this.#context.createBufferSource();
    const splitter = this.#context.createChannelSplitter(2);
    source.buffer = this.#buffer;
    source.connect(splitter);
    splitter.connect(this.#gains.left, 0);
    splitter.connect(this.#gains.right, Math.min(1, this.#buffer.numberOfChannels - 1));
    this.#startedAt_s = this.#context.currentTime - this.position_s;
    source.start(0, this.position_s);
    this.#source = source;
    this.#frame = requestAnimationFrame(this.#follow);
  }

  #stopSource(): void {
    cancelAnimationFrame(this.#frame);
    this.#source?.stop();
    this.#source?.disconnect();
    this.#source = null;
  }

  #follow = (): void => {
    if (this.#context === null || this.#source === null) return;
    this.position_s = Math.min(this.duration_s, this.#context.currentTime - this.#startedAt_s);
    if (this.position_s >= this.duration_s) this.pause();
    else this.#frame = requestAnimationFrame(this.#follow);
  };
}
