// Where the guide stands in this talk, and the team's phrases. Kept in this browser, so that a reload comes back to the
// same step; whether it is folded away is remembered from talk to talk.
import type { ContactView, Language, Phrase } from "../../generated/types";
import { announcer } from "../../shared/announce.svelte";
import { get } from "../../shared/api";
import { centre } from "../../shared/centre.svelte";
import { reader } from "../../shared/i18n/reader.svelte";
import type { Fillings } from "../../shared/phrases";
import { keysBeginning, store, stored } from "../../shared/stored";
import { desk } from "../desk.svelte";
import type { Opening } from "../hello/cues";
import { type Aside, BEGIN, STEPS, type Step, type Walk, asideOf, fillingsOf, openingOfTeam, stepOf, toggled, walkOf, walked } from "./steps";

const FOLDED = "lur.guide.folded";
const WALK = "lur.guide.walk.";

class Guide {
  phrases = $state.raw<readonly Phrase[]>([]);
  folded = $state(stored<boolean>(FOLDED) ?? false);
  #walk = $state.raw<Walk>(BEGIN);
  #contactId: string | null = null;

  step = $derived<Step>(stepOf(this.#walk));
  walk = $derived<Walk>(this.#walk);
  held = $derived(desk.stage === "held");
  /** Once a second the talk is longer, but what lies beside the steps changes seldom. */
  aside = $derived<Aside | null>(asideOf(this.#walk, this.#talk));

  get #talk(): { held: boolean; talked_ms: number } {
    const since = desk.contact?.answered_at ?? centre.now;
    return { held: this.held, talked_ms: centre.now - since };
  }

  /** The talk is with another contact, or the same. The phrases are asked for anew, as the team may have changed them. */
  follow(contactId: string): void {
    if (contactId === this.#contactId) return;
    this.#contactId = contactId;
    const mine = `${WALK}${contactId}`;
    this.#walk = walkOf(stored<Walk>(mine));
    for (const key of keysBeginning(WALK)) if (key !== mine) store(key, null);
    void this.fetch();
  }

  /** What stands for names and numbers in a phrase of this language. */
  fillings(contact: ContactView, language: Language): Fillings {
    return fillingsOf(contact, desk.agent?.name ?? "", centre.status?.centre.company[language] ?? "", centre.now);
  }

  /** How one might begin, in the team's words; null: they have none for it. */
  opening(contact: ContactView): Opening | null {
    return openingOfTeam(this.phrases, contact, (language) => this.fillings(contact, language), centre.now, reader.language);
  }

  async fetch(): Promise<void> {
    this.phrases = await get<readonly Phrase[]>("/api/phrases").catch(() => this.phrases);
  }

  fold(folded: boolean): void {
    this.folded = folded;
    store(FOLDED, folded);
  }

  /** One step on or back, aloud; a guide that is folded away comes into sight first. */
  go(by: -1 | 1): void {
    if (this.folded) this.fold(false);
    else this.#be(walked(this.#walk, by));
    announcer.say(`${reader.t.guide.stepOf(this.#walk.step + 1, STEPS.length)}: ${reader.t.phrases.moments[this.step]}`);
  }

  goTo(step: Step): void {
    this.#be({ ...this.#walk, step: STEPS.indexOf(step) });
  }

  toggle(aside: Aside): void {
    if (this.folded) {
      this.fold(false);
      if (this.aside === aside) return;
    }
    this.#be(toggled(this.#walk, aside, this.#talk));
  }

  #be(walk: Walk): void {
    this.#walk = walk;
    if (this.#contactId !== null) store(`${WALK}${this.#contactId}`, walk);
  }
}

export const guide = new Guide();
