// The check before the shift, twenty seconds at most: the microphone, both directions through the server, what the speaker
// leaks back, the network, and leave to notify. It works with the phone's own parts, so that what is checked is what
// will carry the calls.
import { centre } from "../../shared/centre.svelte";
import { type CheckMeasures, type Finding, HEARD, judge, STEPS, type StepCode } from "./check-judge";
import { playTone, ToneEar, ToneTrack } from "./check-sounds";
import { choices } from "./choices.svelte";
import { meterOf } from "./meter";
import { phone } from "./phone.svelte";
import { ringer } from "./ringer.svelte";
import { look, networkBetween, type Stats } from "./stats";

const LOOK_MS = 40;
const ASKING_MS = 20_000;
const VOICE_MS = 7000;
const VOICE_LOOKS = 8;
const PATH_MS = 9000;
const TONE_MS = 2500;
const TONE_HEARD = 0.03;
const SETTLE_MS = 400;
const LEAK_MS = 1200;
const NETWORK_MS = 6000;
const NOTHING: CheckMeasures = {
  trouble: null,
  microphone: "",
  voice: null,
  here: false,
  pathUp: false,
  tone_ms: null,
  leak: null,
  network: null,
  notifications: "default",
};

class Check {
  running = $state(false);
  step = $state<StepCode>("microphone");
  /** Of the steps that are done, in their order. */
  measures = $state.raw<CheckMeasures>(NOTHING);
  findings = $state.raw<readonly Finding[]>([]);
  /** 0 to 1. */
  readonly progress = $derived(this.running ? STEPS.indexOf(this.step) / STEPS.length : this.findings.length > 0 ? 1 : 0);
  #ended = false;

  /** Go through all steps; the findings, or null when it was broken off. Call it in a click. */
  async run(): Promise<readonly Finding[] | null> {
    if (this.running) return null;
    this.#ended = false;
    this.running = true;
    this.findings = [];
    this.measures = NOTHING;
    const letGo = phone.hold("check");
    phone.unlock();
    phone.checking = true;
    try {
      await this.#steps();
    } finally {
      this.#putBack();
      letGo();
    }
    if (this.#over()) {
      this.findings = [];
      return null;
    }
    this.findings = judge(this.measures);
    return this.findings;
  }

  /** Break off: everything is put back as it was. */
  end(): void {
    this.#ended = true;
  }

  async #steps(): Promise<void> {
    await this.#microphoneStep();
    if (this.measures.microphone !== "") {
      await this.#voiceStep();
      await this.#pathStep();
    }
    if (this.measures.pathUp) {
      const before = await look(phone.parts.path.peer);
      const since = performance.now();
      await this.#bothWaysStep();
      await this.#echoStep();
      await this.#networkStep(before, since);
    }
    await this.#notificationStep();
  }

  async #microphoneStep(): Promise<void> {
    this.step = "microphone";
    const { microphone } = phone.parts;
    if (microphone.state === "refused" || microphone.state === "lost") void phone.askMicrophone();
    await this.#until(() => microphone.state === "live" || microphone.state === "refused", ASKING_MS);
    const name = microphone.state === "live" ? microphone.track?.label || "?" : "";
    this.#note({ microphone: name, trouble: phone.trouble });
  }

  async #voiceStep(): Promise<void> {
    this.step = "voice";
    const { track } = phone.parts.microphone;
    if (track === null) return;
    const { meter, stop } = meterOf(track);
    let heard = 0;
    let loudest = 0;
    await this.#until(() => {
      const level = meter.level();
      loudest = Math.max(loudest, level);
      if (level >= HEARD) heard += 1;
      return heard >= VOICE_LOOKS;
    }, VOICE_MS);
    stop();
    this.#note({ voice: loudest });
  }

  async #pathStep(): Promise<void> {
    this.step = "path";
    await this.#until(() => phone.audio === "up" || phone.seat !== "here", PATH_MS);
    this.#note({ here: phone.seat === "here", pathUp: phone.audio === "up" });
  }

  /** The tone takes the voice's place, and must come back from the server. */
  async #bothWaysStep(): Promise<void> {
    this.step = "both_ways";
    const { path, speaker, microphone } = phone.parts;
    const heard = speaker.stream;
    if (heard === null) return;
    const tone = new ToneTrack();
    const ear = new ToneEar(heard);
    speaker.hush(true);
    await path.carry(tone.track);
    centre.send({ type: "echo", on: true });
    await this.#pause(SETTLE_MS);
    const began = performance.now();
    tone.on(true);
    const came = await this.#until(() => ear.amplitude() >= TONE_HEARD, TONE_MS);
    this.#note({ tone_ms: came ? Math.round(performance.now() - began) : null });
    tone.on(false);
    ear.stop();
    await path.carry(microphone.track);
    tone.stop();
  }

  /** The speaker plays the tone: how much of it does the microphone hear, after the browser's echo cancelling? */
  async #echoStep(): Promise<void> {
    this.step = "echo";
    const { track } = phone.parts.microphone;
    if (track === null) return;
    const copy = track.clone();
    copy.enabled = true;
    const ear = new ToneEar(new MediaStream([copy]));
    const loudest = async (): Promise<number> => {
      let most = 0;
      await this.#until(() => (most = Math.max(most, ear.amplitude())) < 0, LEAK_MS);
      return most;
    };
    const before = await loudest();
    const endTone = await playTone(choices.found("speaker").id);
    await this.#pause(SETTLE_MS);
    const during = await loudest();
    endTone();
    ear.stop();
    copy.stop();
    this.#note({ leak: Math.max(0, during - before) });
  }

  async #networkStep(before: Stats, since: number): Promise<void> {
    this.step = "network";
    await this.#pause(Math.max(0, NETWORK_MS - (performance.now() - since)));
    this.#note({ network: networkBetween(before, await look(phone.parts.path.peer)) });
  }

  async #notificationStep(): Promise<void> {
    this.step = "notifications";
    await ringer.askPermission();
    this.#note({ notifications: ringer.permission });
  }

  #note(measured: Partial<CheckMeasures>): void {
    this.measures = { ...this.measures, ...measured };
    const done = STEPS.indexOf(this.step);
    this.findings = judge(this.measures).slice(0, done + 1);
  }

  #putBack(): void {
    centre.send({ type: "echo", on: false });
    phone.parts.speaker.hush(false);
    void phone.parts.path.carry(phone.parts.microphone.track);
    phone.checking = false;
    this.running = false;
  }

  /** Broken off, or a customer comes: the check gives way at once. */
  #over(): boolean {
    const presence = phone.agent?.presence;
    if (presence === "offered" || presence === "on_contact") this.#ended = true;
    return this.#ended;
  }

  #pause(ms: number): Promise<boolean> {
    return this.#until(() => false, ms);
  }

  /** Look until it holds, the time is over or the check is broken off; whether it held. */
  async #until(holds: () => boolean, within_ms: number): Promise<boolean> {
    const end = performance.now() + within_ms;
    while (!this.#over() && performance.now() < end) {
      if (holds()) return true;
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
    return false;
  }
}

export const check = new Check();
