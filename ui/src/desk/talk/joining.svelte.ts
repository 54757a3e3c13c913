// Coming into a colleague's talk takes a phone that can be heard: who is away stands by first, and comes in as soon as
// the sound is connected.
import { announcer } from "../../shared/announce.svelte";
import { reader } from "../../shared/i18n/reader.svelte";
import { router } from "../../shared/router.svelte";
import { desk } from "../desk.svelte";
import { phone } from "../phone/phone.svelte";
import type { HeardPart } from "./situation";
import { talkAct } from "./requests";

const PATIENCE_MS = 15_000;

interface Wish {
  readonly contactId: string;
  readonly part: HeardPart;
}

class Joining {
  wanted = $state.raw<Wish | null>(null);
  /** The sound did not come in time. */
  inVain = $state(false);
  #timer: ReturnType<typeof setTimeout> | undefined;

  wish(contactId: string, part: HeardPart): void {
    this.inVain = false;
    this.wanted = { contactId, part };
    phone.answering();
    clearTimeout(this.#timer);
    if (this.#canNow) return this.follow();
    phone.start();
    announcer.say(reader.t.talk.live.connecting);
    this.#timer = setTimeout(() => this.#giveUp(), PATIENCE_MS);
    if (desk.agent?.presence !== "standby" && desk.agent?.presence !== "ready") void this.#standBy();
  }

  /** The agent or their phone may have changed. */
  follow(): void {
    const wish = this.wanted;
    if (wish === null || !this.#canNow) return;
    clearTimeout(this.#timer);
    this.wanted = null;
    void talkAct.join(wish.contactId, wish.part).then((came) => came && router.go("/desk"));
  }

  get #canNow(): boolean {
    const agent = desk.agent;
    return (agent?.presence === "standby" || agent?.presence === "ready") && agent.hindrance === null;
  }

  async #standBy(): Promise<void> {
    if (!(await talkAct.standBy())) this.wanted = null;
  }

  #giveUp(): void {
    if (this.wanted === null) return;
    this.wanted = null;
    this.inVain = true;
    announcer.say(reader.t.talk.live.noSound);
  }
}

export const joining = new Joining();
