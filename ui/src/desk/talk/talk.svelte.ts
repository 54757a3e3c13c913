// The talk on the desk and the colleagues in it: who they are, what is open over it, and what each press means now.
import type { AskBody, PartyView } from "../../generated/types";
import { centre } from "../../shared/centre.svelte";
import { reader } from "../../shared/i18n/reader.svelte";
import { router } from "../../shared/router.svelte";
import { session } from "../../shared/session.svelte";
import type { Target } from "../colleagues/targets";
import { act } from "../actions";
import { desk } from "../desk.svelte";
import { LastWish, turn } from "../last-wish";
import { phone } from "../phone/phone.svelte";
import { isTalk } from "../stage/stage";
import { type Names, partyName, shortName } from "./hearing";
import { joining } from "./joining.svelte";
import { news } from "./news.svelte";
import { talkAct } from "./requests";
import { type HangUp, type HeardPart, type Rung, type Situation, droppableOf, hangUpOf, justRung, ownPlace, partsFor, receiverOf, situationOf } from "./situation";

export type Seeking = "consult" | "transfer";

class Talk {
  /** The search for a colleague is open, and what for. */
  seeking = $state<Seeking | null>(null);
  /** Who was rung so that the customer can be theirs: Enter hands over when they are there. */
  #meant = $state<string | null>(null);
  /** "Take over" was pressed once: what to say is shown, and the next press does it. */
  takingOver = $state(false);
  /** Whom I had rung as last: a phone that is busy can be gone again before the page ever shows them. */
  rung = $state.raw<Rung | null>(null);
  readonly #holding = new LastWish<boolean>();
  readonly #together = new LastWish<boolean>();
  readonly #helping = new LastWish<boolean>();
  /** Who was rung for help as last, until the page shows them. */
  #rung = "";
  readonly #part = new LastWish<PartyView["part"]>();

  readonly #own = $derived(isTalk(desk.stage) ? desk.contact : undefined);
  readonly situation = $derived<Situation>(situationOf(this.#own));
  readonly receiver = $derived<PartyView | null>(receiverOf(this.situation));
  /** My own place in a colleague's talk. */
  readonly place = $derived<PartyView | null>(
    desk.stage === "asked" || desk.stage === "assisting" ? ownPlace(desk.contact, desk.agent?.id) : null,
  );
  /** Enter gives the customer away now: somebody is there who came for that. */
  readonly handsOver = $derived(this.receiver !== null && this.#meant === (this.receiver.agent_id ?? this.receiver.number));

  get names(): Names {
    return { t: reader.t, language: reader.language, me: session.me?.agent_id ?? "", agent: (id) => centre.agentName(id) };
  }

  nameOf(party: PartyView): string {
    return partyName(party, this.names);
  }

  shortNameOf(party: PartyView): string {
    return shortName(party, this.names);
  }

  /** Who has the talk that I am asked into, or in. */
  get owner(): string {
    const id = desk.contact?.agent_id ?? desk.contact?.left_by ?? null;
    return id === null ? reader.t.talk.colleague : centre.agentName(id);
  }

  /** The desk's contact is another, or over: what was open over it is closed. */
  forget(): void {
    this.seeking = null;
    this.#meant = null;
    this.takingOver = false;
    this.rung = null;
  }

  /** What the page shows now of all that a key turns. */
  saw(): void {
    const contact = this.#own;
    if (this.place !== null) this.#part.saw(this.place.id, this.place.part);
    if (contact === undefined) return;
    this.#holding.saw(contact.id, contact.phase === "held");
    this.#helping.saw(contact.id, this.situation.helping !== null);
    for (const party of contact.parties) this.#together.saw(party.id, party.part === "joined");
  }

  hold(): void {
    const id = desk.contactId;
    if (id === null || this.#own === undefined) return;
    void turn(this.#holding, id, desk.stage === "held", (held) => (held ? act.hold(id) : act.resume(id)));
  }

  seek(what: Seeking): void {
    if (this.#own === undefined || this.situation.ringing !== null) return;
    this.seeking = this.seeking === what ? null : what;
  }

  /** Somebody was chosen in the search. ``directly``: the customer is theirs when they answer. */
  async chosen(target: Target, directly: boolean): Promise<void> {
    const id = desk.contactId;
    const seeking = this.seeking;
    if (id === null || seeking === null) return;
    const whom = target.kind === "outside" ? { number: target.number, name: target.name } : { agent_id: target.id };
    this.#meant = seeking === "transfer" && !directly ? (target.kind === "outside" ? target.number : target.id) : null;
    this.seeking = null;
    news.clear();
    if (target.kind === "queue") await talkAct.toQueue(id, target.id);
    else await this.#ask(id, { purpose: seeking === "transfer" && directly ? "transfer" : "consult", ...whom });
  }

  async #ask(id: string, body: AskBody): Promise<void> {
    const rung = await talkAct.ask(id, body);
    if (rung !== null) this.rung = { contactId: id, party: justRung(rung.party_id, body) };
  }

  /** Hand over to whoever is there; with nobody there, find somebody. */
  transfer(): void {
    const id = desk.contactId;
    if (id === null || this.#own === undefined) return;
    if (this.receiver !== null) void talkAct.handOver(id, this.receiver.id);
    else this.seek("transfer");
  }

  /** All talk together; again: the customer hears music, and we two talk. */
  conference(): void {
    const id = desk.contactId;
    const { beside, joined } = this.situation;
    const asked = joined.find((party) => party.purpose === "consult" || party.purpose === "transfer");
    if (id === null) return;
    const party = beside ?? asked;
    if (party !== undefined) void turn(this.#together, party.id, beside === null, (all) => this.#speak(id, party, all));
  }

  async #speak(id: string, party: PartyView, all: boolean): Promise<boolean> {
    if (all) return talkAct.part(party.id, "joined");
    return (await talkAct.part(party.id, "aside")) && (await act.hold(id));
  }

  drop(): void {
    const party = droppableOf(this.situation);
    if (party !== null) void talkAct.drop(party.id);
  }

  leave(): void {
    if (this.place !== null) void talkAct.go(this.place.id);
    else if (desk.contactId !== null && this.canLeave) void talkAct.leave(desk.contactId);
  }

  /** Somebody is there, or asked to be, with whom the customer can be left. */
  readonly canLeave = $derived(this.situation.joined.length > 0 || this.situation.ringing?.purpose === "transfer");

  readonly hangUpMeans = $derived<HangUp>(hangUpOf(this.situation, desk.stage === "held"));

  /** What is shown is what is asked for: should a colleague be gone in this very moment, the centre refuses to leave the
   * customer with nobody, and nobody has hung up on the customer. */
  hangUp(): void {
    const id = desk.contactId;
    const means = this.hangUpMeans;
    if (this.place !== null) void talkAct.go(this.place.id);
    else if (id === null) return;
    else if (means.kind === "leave") void talkAct.leave(id);
    else if (means.kind === "letGo") void talkAct.drop(means.party.id);
    else if (isTalk(desk.stage) || desk.stage === "dialling") void act.end(id);
  }

  /** Call for help without a word; again: take it back. */
  help(): void {
    const id = desk.contactId;
    if (id === null || this.#own === undefined) return;
    void turn(this.#helping, id, this.situation.helping !== null, (wanted) => (wanted ? this.#call(id) : this.#callOff()));
  }

  async #call(id: string): Promise<boolean> {
    const rung = await talkAct.help(id);
    this.#rung = rung?.party_id ?? "";
    return rung !== null;
  }

  #callOff(): Promise<boolean> {
    return talkAct.drop(this.situation.helping?.id ?? this.#rung);
  }

  // --- in a colleague's talk -----------------------------------------------------------------------------

  answer(): void {
    if (this.place === null || this.place.is_there) return;
    phone.answering();
    void talkAct.answer(this.place.id);
    router.go("/desk");
  }

  decline(): void {
    if (this.place !== null && !this.place.is_there) void talkAct.decline(this.place.id);
  }

  /** How one may be in the colleague's talk. */
  get parts(): readonly HeardPart[] {
    return this.place === null ? [] : partsFor(this.place, session.may("act_for_agents"));
  }

  /** Listen, whisper, join; the same again: only listen. */
  be(part: HeardPart): void {
    const place = this.place;
    if (place === null || !place.is_there || !this.parts.includes(part)) return;
    const now = this.#part.standing(place.id, place.part);
    const wanted = now === part ? "listen" : part;
    if (wanted !== now) void this.#part.want(place.id, wanted, (wished) => talkAct.part(place.id, wished));
  }

  async takeOver(stays: boolean): Promise<void> {
    const from = desk.contact?.agent_id;
    if (this.place === null || from == null) return;
    this.takingOver = false;
    phone.answering();
    await talkAct.takeOver(this.place.id, { from_agent_id: from, stays });
  }

  // --- standing by ---------------------------------------------------------------------------------------

  standBy(): void {
    phone.start();
    void talkAct.standBy();
  }

  sitIn(learnerId: string): void {
    phone.start();
    void talkAct.sitIn(learnerId);
  }

  /** Come into a talk unasked; with the phone connected first when it is not. */
  join(contactId: string, part: HeardPart): void {
    joining.wish(contactId, part);
  }
}

export const talk = new Talk();
