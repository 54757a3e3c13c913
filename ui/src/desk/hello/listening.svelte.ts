// Listening to what a customer said while waiting: on the device that the customer is heard in, never to the customer,
// faster without a higher voice. The ring gives way to it: whoever listens knows that it rings. One element for the whole desk, so that one key plays and pauses.
import { getBytes } from "../../shared/api";
import { choices } from "../phone/choices.svelte";
import { ringer } from "../phone/ringer.svelte";
import { type Rate, fasterThan, rateOf } from "./cues";
import { inBothEars } from "./mono";

const RATE = "lur.statement.rate";

class Listening {
  /** Where the sound is; empty when there is none to hear. */
  path = $state("");
  playing = $state(false);
  position_s = $state(0);
  /** As far as it is known before it has been fetched. */
  duration_s = $state(0);
  broken = $state(false);
  rate = $state<Rate>(rateOf(localStorage.getItem(RATE)));

  #element: HTMLAudioElement | null = null;
  #fetched = "";

  /** This is what there is to hear now; another one than before begins anew. */
  offer(path: string, duration_ms: number): void {
    if (path === this.path) return;
    this.close();
    this.path = path;
    this.duration_s = duration_ms / 1000;
  }

  async toggle(path: string = this.path, duration_ms?: number): Promise<void> {
    if (path === "") return;
    if (duration_ms !== undefined) this.offer(path, duration_ms);
    if (this.playing) this.pause();
    else await this.#play(path);
  }

  pause(): void {
    this.#element?.pause();
    this.playing = false;
  }

  seek(to_s: number): void {
    this.position_s = to_s;
    if (this.#element !== null && this.#fetched === this.path) this.#element.currentTime = to_s;
  }

  speed(rate: Rate): void {
    this.rate = rate;
    localStorage.setItem(RATE, String(rate));
    if (this.#element !== null) this.#element.playbackRate = rate;
  }

  faster(): void {
    if (this.path !== "") this.speed(fasterThan(this.rate));
  }

  /** Somebody else is on the desk: silence, and nothing is kept. */
  close(): void {
    this.pause();
    if (this.#element !== null) {
      URL.revokeObjectURL(this.#element.src);
      this.#element.removeAttribute("src");
    }
    this.#fetched = "";
    this.path = "";
    this.position_s = 0;
    this.broken = false;
  }

  async #play(path: string): Promise<void> {
    this.broken = false;
    this.playing = true;
    try {
      const element = (this.#element ??= this.#made());
      if (this.#fetched !== path) await this.#fetch(element, path);
      if (!this.playing || this.path !== path) return;
      ringer.silence();
      await element.setSinkId?.(choices.found("speaker").id).catch(() => element.setSinkId(""));
      element.playbackRate = this.rate;
      await element.play();
    } catch {
      if (this.path !== path) return;
      this.playing = false;
      this.broken = true;
    }
  }

  async #fetch(element: HTMLAudioElement, path: string): Promise<void> {
    const bytes = await getBytes(path, () => undefined);
    if (this.path !== path) return;
    element.src = URL.createObjectURL(new Blob([inBothEars(bytes)], { type: "audio/wav" }));
    element.currentTime = this.position_s;
    this.#fetched = path;
  }

  #made(): HTMLAudioElement {
    const element = new Audio();
    element.preservesPitch = true;
    element.ontimeupdate = () => (this.position_s = element.currentTime);
    element.ondurationchange = () => {
      if (Number.isFinite(element.duration)) this.duration_s = element.duration;
    };
    element.onended = () => {
      this.playing = false;
      this.seek(0);
    };
    return element;
  }
}

export const listening = new Listening();
