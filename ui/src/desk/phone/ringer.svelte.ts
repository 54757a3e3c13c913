// The ring: sound on the ringing device, the tab's title and icon, a notification when the page is not seen. The sound is
// a looped buffer, so that it goes on by itself in a hidden tab, and stops the instant the ringing is over.
import { untrack } from "svelte";

import type { ContactView } from "../../generated/types";
import { centre } from "../../shared/centre.svelte";
import { lengthInWords } from "../../shared/format";
import { reader } from "../../shared/i18n/reader.svelte";
import { choices } from "./choices.svelte";
import { phone } from "./phone.svelte";
import { RING_S, ringSamples, softRingSamples } from "./tones";

const VOLUME = "lur.ring.volume";
const NOTIFY = "lur.ring.notify";
const QUIET_START = 0.3;
/** A colleague rings more quietly than a customer. */
const SOFT = 0.5;
const FULL_AFTER_S = 4 * RING_S;
const FADE_S = 0.015;
const BLINK_MS = 1000;
const START_PATIENCE_MS = 1000;

class Ringer {
  /** 0 to 1. */
  volume = $state(Number(localStorage.getItem(VOLUME) ?? "0.7"));
  notify = $state(localStorage.getItem(NOTIFY) !== "off");
  permission = $state<NotificationPermission | "unsupported">(permissionNow());
  /** True when the browser would not let the ring be heard. */
  blocked = $state(false);
  /** A colleague asks; no customer rings. */
  readonly soft = $derived(phone.agent?.presence === "asked");
  readonly ringing = $derived((phone.agent?.presence === "offered" || this.soft) && phone.seat !== "elsewhere");

  #context: AudioContext | null = null;
  #softBuffer: AudioBuffer | null = null;
  #buffer: AudioBuffer | null = null;
  #playing: { readonly source: AudioBufferSourceNode; readonly gain: GainNode } | null = null;
  #round = 0;

  /** Once, with the phone: ring whenever an offer comes. */
  begin(): void {
    addEventListener("click", () => void this.unlock(), { capture: true });
    addEventListener("keydown", () => void this.unlock(), { capture: true });
    $effect.root(() => {
      $effect(() => {
        if (!this.ringing) return;
        if (phone.seat === "here") untrack(() => void this.play());
        return () => this.silence();
      });
      $effect(() => (this.ringing ? showInTab(() => (this.soft ? reader.t.talk.asked.tab : reader.t.phone.ringTitle)) : undefined));
      $effect(() => (this.#offered === "" ? undefined : untrack(() => this.#tellHidden())));
    });
  }

  /** The offer that rings; empty when none does. */
  readonly #offered = $derived(this.#contact()?.offer_id ?? (this.soft ? (phone.agent?.assists ?? "") : ""));

  /** Ring until ``silence``; the ring grows slowly. */
  async play(): Promise<void> {
    const round = ++this.#round;
    const context = await this.#ready();
    if (round !== this.#round) return;
    const source = new AudioBufferSourceNode(context, { buffer: this.soft ? this.#softRing(context) : this.#ring(context), loop: true });
    const loud = this.soft ? this.volume * SOFT : this.volume;
    const gain = new GainNode(context, { gain: loud * QUIET_START });
    gain.gain.linearRampToValueAtTime(loud, context.currentTime + FULL_AFTER_S);
    source.connect(gain).connect(context.destination);
    source.start();
    this.#playing = { source, gain };
  }

  /** Stop at once. */
  silence(): void {
    this.#round += 1;
    const { source, gain } = this.#playing ?? {};
    this.#playing = null;
    const context = this.#context;
    if (context === null || source === undefined || gain === undefined) return;
    gain.gain.cancelScheduledValues(context.currentTime);
    gain.gain.setTargetAtTime(0, context.currentTime, FADE_S / 3);
    source.stop(context.currentTime + FADE_S);
    source.onended = () => {
      if (this.#playing === null) void context.suspend();
    };
  }

  /** Somebody clicked or pressed a key: a ring that was kept silent is heard from now on. */
  async unlock(): Promise<void> {
    if (!this.blocked) return;
    await this.#context?.resume().catch(() => undefined);
    this.blocked = false;
  }

  setVolume(volume: number): void {
    this.volume = volume;
    localStorage.setItem(VOLUME, String(volume));
  }

  setNotify(on: boolean): void {
    this.notify = on;
    localStorage.setItem(NOTIFY, on ? "on" : "off");
    if (on) void this.askPermission();
  }

  /** Ask to be allowed to notify. Call it in a click. */
  async askPermission(): Promise<void> {
    if (permissionNow() === "default") await Notification.requestPermission();
    this.permission = permissionNow();
  }

  async #ready(): Promise<AudioContext> {
    const context = (this.#context ??= new AudioContext());
    await useSink(context, choices.found("ringer").id);
    const started = context.resume().then(
      () => true,
      () => false,
    );
    const patience = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), START_PATIENCE_MS));
    void Promise.race([started, patience]).then((heard) => (this.blocked = !heard));
    return context;
  }

  #ring(context: AudioContext): AudioBuffer {
    if (this.#buffer === null) {
      const samples = ringSamples(context.sampleRate);
      this.#buffer = new AudioBuffer({ length: samples.length, sampleRate: context.sampleRate });
      this.#buffer.copyToChannel(samples, 0);
    }
    return this.#buffer;
  }

  #softRing(context: AudioContext): AudioBuffer {
    if (this.#softBuffer === null) {
      const samples = softRingSamples(context.sampleRate);
      this.#softBuffer = new AudioBuffer({ length: samples.length, sampleRate: context.sampleRate });
      this.#softBuffer.copyToChannel(samples, 0);
    }
    return this.#softBuffer;
  }

  #contact(): ContactView | undefined {
    if (!this.ringing) return undefined;
    if (this.soft) return centre.contacts.get(phone.agent?.assists ?? "");
    return phone.agent?.contacts.map((id) => centre.contacts.get(id)).find((found) => found?.phase === "offered");
  }

  /** What is shown outside the page stays free of names: others see the screen too. */
  #tellHidden(): (() => void) | undefined {
    const contact = this.#contact();
    if (!document.hidden || !this.notify || permissionNow() !== "granted" || contact === undefined) return undefined;
    const t = reader.t.phone;
    const body = t.ringBody(centre.queueName(contact.queue_id), lengthInWords(centre.now - contact.entered, reader.t));
    try {
      const shown = new Notification(this.soft ? reader.t.talk.asked.tab : t.ringTitle, { body, tag: "lur.ring", icon: "/lur.svg", requireInteraction: true, silent: true });
      shown.onclick = () => {
        window.focus();
        shown.close();
      };
      return () => shown.close();
    } catch {
      return undefined; // Phones allow notifications from service workers only.
    }
  }
}

/** The tab says so: its title takes turns with its own calmly, and its icon turns. Returns how it was before. */
function showInTab(word: () => string): () => void {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  const iconBefore = icon?.href;
  let title = document.title;
  let on = false;
  const turn = (): void => {
    const ours = `☎ ${word()} · Lur`;
    if (document.title !== ours) title = document.title;
    on = calm || !on;
    document.title = on ? ours : title;
    if (icon !== null) icon.href = on ? RINGING_ICON : (iconBefore ?? "");
  };
  turn();
  const timer = setInterval(turn, BLINK_MS);
  return () => {
    clearInterval(timer);
    if (document.title.startsWith("☎")) document.title = title;
    if (icon !== null && iconBefore !== undefined) icon.href = iconBefore;
  };
}

const RINGING_ICON = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="16" fill="#1d1d1b"/>' +
    '<circle cx="16" cy="16" r="9" fill="#ffc83d"/></svg>',
)}`;

function permissionNow(): NotificationPermission | "unsupported" {
  return "Notification" in window ? Notification.permission : "unsupported";
}

async function useSink(context: AudioContext, deviceId: string): Promise<void> {
  const able = context as AudioContext & { setSinkId?(id: string): Promise<void>; readonly sinkId?: string };
  if (able.setSinkId === undefined || able.sinkId === deviceId) return;
  await able.setSinkId(deviceId).catch(() => undefined);
}

export const ringer = new Ringer();
