// The agent's phone in this browser. A connection stands as long as the agent wants to be reached, so that answering is
// only a decision; the microphone is held as long, silent between calls, and let go of in a pause.
import { untrack } from "svelte";

import type { AgentView, DeskAudio, DeskEndpoint, DeskRole, DeskRoleName } from "../../generated/types";
import { centre } from "../../shared/centre.svelte";
import { session } from "../../shared/session.svelte";
import { choices } from "./choices.svelte";
import { claimDesk, freshDesk, keepDesk, leaveDesk } from "./desk-id";
import { DeskPost } from "./desk-line";
import { type Device, type DeviceKind, SYSTEM } from "./devices";
import { audioState, type Parts, seatOf, type Trouble, troubleNow, usualEndpoint, wantsCalls } from "./judgements";
import { watchLag } from "./lag";
import { listenToBrowser } from "./surroundings";
import { watchTrack } from "./meter";
import { Microphone, type MicrophoneState, type MicrophoneTrouble, type MicrophoneUse } from "./microphone";
import { AudioPath, browserTools } from "./path";
import type { PathState } from "./path-table";
import { isHeard } from "../talk/situation";
import { Speaker } from "./sound";

const EARLY = "lur.phone.wanted";
const MUTED = "lur.phone.muted";
const EARLY_MS = 6000;
const ANSWERING_MS = 3000;

class Phone {
  role = $state<DeskRoleName>("none");
  /** Kept over a reload: nobody is heard by surprise. */
  muted = $state(sessionStorage.getItem(MUTED) !== null);
  /** How loud the microphone is, 0 to 1, while somebody looks. */
  level = $state(0);
  /** The microphone that took over when the chosen one went away during a call; empty when nothing was changed. */
  movedTo = $state("");
  checking = $state(false);
  /** The server's word on why it would not connect, or empty. */
  refusal = $state("");

  #microphoneState = $state<MicrophoneState>("off");
  #microphoneTrouble = $state<MicrophoneTrouble | null>(null);
  #path = $state<PathState>("off");
  #tries = $state(0);
  #audible = $state(true);
  #starting = $state(false);
  #early = $state(sessionStorage.getItem(EARLY) !== null);
  #answering = $state(false);
  #told = $state<DeskEndpoint | null>(null);

  readonly agent = $derived<AgentView | null>(centre.agents.get(session.me?.agent_id ?? "") ?? null);
  readonly endpoint = $derived<DeskEndpoint>(
    this.#told ?? usualEndpoint(choices.endpoint, this.agent?.phone_registered ?? false),
  );
  readonly seat = $derived(seatOf(this.role, this.endpoint));
  /** Talking, or heard in a colleague's talk: what the microphone hears goes out. */
  readonly talking = $derived(isHeard(this.agent, centre.contacts.get(this.agent?.assists ?? "")));
  readonly #reachable = $derived(this.agent === null ? this.#early : wantsCalls(this.agent.presence));
  readonly wanted = $derived(this.seat === "here" && (this.#reachable || this.#starting || this.checking));
  /** Their desk phone has come, and nobody has said that they answer here. */
  readonly #hasOtherPhone = $derived(
    choices.endpoint === null && this.#told === "browser" && !this.wanted && this.agent?.phone_registered === true,
  );
  /** Over a reload the microphone is asked for first; null while it is not known whether anybody is signed in. */
  readonly #remembersWish = $derived(this.agent !== null ? this.wanted : session.known && session.me === null ? false : null);
  readonly #parts = $derived<Parts>({
    wanted: this.wanted,
    microphone: this.#microphoneState,
    microphoneTrouble: this.#microphoneTrouble,
    path: this.#path,
    tries: this.#tries,
    audible: this.#audible,
  });
  readonly audio = $derived<DeskAudio>(audioState(this.#parts));
  readonly trouble = $derived<Trouble | null>(troubleNow(this.#parts));

  readonly #microphone = new Microphone(navigator.mediaDevices, () => choices.microphone, () => this.#microphoneChanged());
  readonly #speaker = new Speaker(() => (this.#audible = this.#speaker.audible));
  readonly #connection = new AudioPath(
    {
      onState: (state, tries) => {
        this.#path = state;
        this.#tries = tries;
        this.refusal = this.#connection.refusal;
      },
      onSound: (stream) => this.#speaker.play(stream),
    },
    { ...browserTools, offer: (sdp) => centre.send({ type: "phone_offer", sdp }) },
  );
  readonly #post = new DeskPost(
    {
      endpoint: () => this.#declaredEndpoint(),
      audio: () => this.audio,
      onRole: (told) => this.#given(told),
      onAnswer: (number, sdp) => this.#connection.answered(number, sdp),
      onRefused: (number, code) => this.#connection.refused(number, code),
      onRenew: () => this.#connection.happen("renew"),
    },
    (said) => centre.send(said),
    freshDesk,
  );

  readonly devices = choices;

  /** Once, before anything else on the page: a call that goes on gets its sound back first. */
  begin(): void {
    centre.deskLine = this.#post;
    this.#microphone.use("early", this.#early);
    setTimeout(() => this.#microphone.use("early", (this.#early = false)), EARLY_MS);
    void claimDesk().then((desk) => this.#post.name(desk));
    watchLag();
    this.#listen();
    $effect.root(() => this.#follow());
  }

  /** Ready was pressed: get the microphone and the connection while the server hears of it. Call it in the click. */
  start(): void {
    this.unlock();
    if (choices.endpoint === null) choices.answerAt(this.endpoint);
    if (this.endpoint === "sip") return;
    this.#starting = true;
    setTimeout(() => (this.#starting = false), EARLY_MS);
  }

  /** The agent answers: speak at once, before the push says that the talk has begun. */
  answering(): void {
    this.unlock();
    this.#answering = true;
    setTimeout(() => (this.#answering = false), ANSWERING_MS);
  }

  toggleMute(): void {
    this.muted = !this.muted;
  }

  /** Send a key (0-9, *, #) to the other end; false when it could not be sent. */
  pressKey(key: string): boolean {
    return this.#connection.sendKey(key);
  }

  takeOver(): void {
    this.unlock();
    centre.send({ type: "take_over" });
  }

  /** Answer on the SIP phone on the desk, or here. */
  useSip(on: boolean): void {
    choices.answerAt(on ? "sip" : "browser");
    this.#told = choices.endpoint;
    this.#post.hello();
  }

  /** Choose a device and remember it. */
  choose(kind: DeviceKind, device: Device): void {
    choices.remember(kind, device);
    this.movedTo = "";
    if (kind === "microphone") this.#microphone.reopen();
    if (kind === "speaker") void this.#speaker.use(choices.found("speaker").id);
  }

  /** Ask for the microphone again, with the system's own when the chosen one is gone. Call it in a click. */
  async askMicrophone(): Promise<void> {
    this.unlock();
    await this.#microphone.open(this.#microphone.state === "lost" ? SYSTEM : undefined);
  }

  /** A new connection, now. */
  reconnect(): void {
    this.unlock();
    this.#connection.happen("renew");
  }

  /** Sound may be made from here on: call it in a click. */
  unlock(): void {
    void this.#speaker.unlock();
  }

  /** Keep the microphone open for a meter or the check; returns how to let go. */
  hold(use: MicrophoneUse): () => void {
    this.#microphone.use(use, true);
    return () => this.#microphone.use(use, false);
  }

  /** Measure ``level`` while somebody looks; returns how to end it. */
  watchLevel(): () => void {
    const letGo = this.hold("meter");
    const end = watchTrack(() => this.#microphone.track, (level) => (this.level = level));
    return () => {
      end();
      letGo();
    };
  }

  /** What the check before the shift works with: the standing parts themselves. */
  get parts(): { readonly microphone: Microphone; readonly path: AudioPath; readonly speaker: Speaker } {
    return { microphone: this.#microphone, path: this.#connection, speaker: this.#speaker };
  }

  /** Known when the agent has chosen, or when it is seen whether a desk phone is registered. */
  #declaredEndpoint(): DeskEndpoint | null {
    if (!session.me?.agent_id) return null;
    return choices.endpoint === null && this.agent === null ? null : this.endpoint;
  }

  #given({ role, endpoint, ice_servers }: DeskRole): void {
    this.#told = endpoint;
    this.role = role;
    this.#connection.use(ice_servers, localStorage.getItem("lur.ice") === "relay");
    this.#connection.happen("line_back");
  }

  #microphoneChanged(): void {
    const { state, trouble, track } = this.#microphone;
    this.#microphoneState = state;
    this.#microphoneTrouble = trouble;
    if (state === "live") void choices.look();
    if (state === "live" || state === "lost") void this.#connection.carry(track).then(() => this.#voice());
    if (state === "lost") void this.#moveOn();
  }

  /** The headset was pulled out: go on with the system's microphone, also in the middle of a talk, and say so. */
  async #moveOn(): Promise<void> {
    await this.#microphone.open(SYSTEM);
    if (this.#microphone.state === "live") this.movedTo = this.#microphone.track?.label ?? "";
  }

  /** The microphone speaks when a customer listens, and not when it is muted. */
  #voice(): void {
    const track = this.#microphone.track;
    if (track !== null) track.enabled = this.checking || ((this.talking || this.#answering) && !this.muted);
  }

  /** What the parts do when what they depend on changes. Acting is untracked: only the condition is followed. */
  #follow(): void {
    follow(() => this.wanted, (wanted) => this.#microphone.use("phone", wanted));
    follow(
      () => [this.wanted, this.#microphoneState === "live"] as const,
      ([wanted, live]) => (wanted ? live && this.#connection.happen("wanted") : this.#leave()),
    );
    follow(() => this.#remembersWish, (wish) => wish !== null && remember(EARLY, wish));
    follow(() => this.muted, (muted) => remember(MUTED, muted));
    follow(() => this.#hasOtherPhone, (other) => other && this.#useUsual());
    follow(() => this.agent !== null && wantsCalls(this.agent.presence), (reached) => reached && (this.#starting = false));
    follow(() => this.agent !== null && !this.talking, (over) => over && (this.muted = false));
    follow(() => [this.talking, this.muted, this.checking, this.#answering], () => this.#voice());
    follow(() => this.audio, () => this.#post.pulse());
    follow(() => this.agent !== null, (known) => known && this.#post.introduce());
    follow(() => choices.found("speaker").id, (id) => void this.#speaker.use(id));
  }

  #useUsual(): void {
    this.#told = null;
    this.#post.hello();
  }

  #leave(): void {
    if (this.#connection.state === "off") return;
    this.#connection.happen("unwanted");
    if (this.role === "phone") centre.send({ type: "phone_leave" });
  }

  #listen(): void {
    listenToBrowser({
      onNetwork: () => this.#connection.happen("network_changed"),
      onGesture: () => this.unlock(),
      onLeave: () => leaveDesk(),
      onReturn: () => keepDesk(),
      onSeen: () => this.#post.pulse(),
      onDevices: () => void this.#devicesChanged(),
      onMicrophoneAllowed: () => this.#microphone.trouble !== null && this.#microphone.reopen(),
    });
  }

  /** Something was plugged in or out. The chosen microphone is taken back when it returns and nobody is talking. */
  async #devicesChanged(): Promise<void> {
    await choices.look();
    const without = this.#microphone.state === "lost" || this.#microphone.trouble === "microphone_none";
    const chosenIsBack = this.movedTo !== "" && choices.found("microphone") !== SYSTEM;
    if (without ? choices.known.inputs.length === 0 : !chosenIsBack || this.talking) return;
    this.movedTo = "";
    this.#microphone.reopen();
  }
}

/** Do something now, and again whenever what is looked at changes. */
function follow<T>(what: () => T, act: (value: T) => unknown): void {
  $effect(() => {
    const value = what();
    untrack(() => act(value));
  });
}

/** Over a reload of this tab: is it so? */
function remember(what: string, so: boolean): void {
  if (so) sessionStorage.setItem(what, "1");
  else sessionStorage.removeItem(what);
}

export const phone = new Phone();
