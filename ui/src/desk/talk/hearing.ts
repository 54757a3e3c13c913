// Who hears whom, in words and as a way for each person: what the desk says must be what the media plane does. Pure.
import type { ContactView, Language, PartyView } from "../../generated/types";
import type { Catalogue } from "../../shared/i18n/index";

/** What somebody in a talk does: the shape beside their name. */
export type Way = "talks" | "quiet" | "music" | "listens" | "whispers" | "rings";

export interface Person {
  readonly key: string;
  readonly name: string;
  readonly way: Way;
  readonly isMe: boolean;
  /** When their ringing ends; null when it does not ring. */
  readonly expires: number | null;
}

/** Who somebody is, in the reader's words. */
export interface Names {
  readonly t: Catalogue;
  readonly language: Language;
  readonly me: string;
  agent(id: string): string;
}

/** As one calls a colleague: by the first name. Numbers outside keep their whole name. */
export function shortName(party: PartyView, names: Names): string {
  const name = partyName(party, names);
  return party.agent_id === null ? name : (name.trim().split(/\s+/)[0] ?? name);
}

export function partyName(party: PartyView, names: Names): string {
  return party.agent_id !== null ? names.agent(party.agent_id) : party.name || party.number || names.t.talk.outsider;
}

function wayOf(party: PartyView, phase: ContactView["phase"]): Way {
  if (!party.is_there) return "rings";
  if (party.part === "aside") return phase === "held" ? "talks" : "music";
  if (party.part === "listen") return "listens";
  return party.part === "whisper" ? "whispers" : "talks";
}

const isMusic = (phase: ContactView["phase"]): boolean => phase === "held" || phase === "transferring";

/** Everybody, the customer first, then whoever has the talk, then the others as they came. */
export function peopleIn(contact: ContactView, names: Names): Person[] {
  const customer = contact.caller.name || names.t.talk.customer;
  const people: Person[] = [
    { key: "customer", name: customer, way: isMusic(contact.phase) ? "music" : "talks", isMe: false, expires: null },
  ];
  if (contact.agent_id !== null) {
    const isMe = contact.agent_id === names.me;
    const heard = !isMusic(contact.phase) || contact.parties.some((party) => wayOf(party, contact.phase) === "talks");
    const way = heard ? "talks" : "quiet";
    people.push({ key: "agent", name: isMe ? names.t.talk.you : names.agent(contact.agent_id), way, isMe, expires: null });
  }
  for (const party of contact.parties) {
    const isMe = party.agent_id === names.me;
    const name = isMe ? names.t.talk.you : partyName(party, names);
    people.push({ key: party.id, name, way: wayOf(party, contact.phase), isMe, expires: party.is_there ? null : party.expires });
  }
  return people;
}

/** The same as short sentences, what I say and who hears it first. */
export function hearingOf(contact: ContactView, names: Names): string[] {
  const t = names.t.talk.hears;
  const mine = contact.parties.find((party) => party.agent_id === names.me);
  const first = mine === undefined ? asOwner(contact, names) : asParty(contact, mine, names);
  const others = contact.parties.filter((party) => party !== mine);
  const rest = others.flatMap((party) => {
    const name = partyName(party, names);
    const way = wayOf(party, contact.phase);
    if (way === "rings") return party === mine ? [] : [t.rings(name)];
    if (way === "listens") return [t.listens(name)];
    if (way === "music") return [t.music(name)];
    if (way !== "whispers") return [];
    const owner = contact.agent_id;
    return owner === names.me || owner === null ? [t.whispers(name)] : mine?.part === "whisper" ? [] : [t.whispersTo(name, names.agent(owner))];
  });
  return [...first, ...rest];
}

function asOwner(contact: ContactView, names: Names): string[] {
  const t = names.t.talk.hears;
  if (contact.agent_id !== names.me) return seenFromOutside(contact, names);
  const music = isMusic(contact.phase);
  const with_ = contact.parties.filter((party) => wayOf(party, contact.phase) === "talks").map((party) => partyName(party, names));
  const heard = music ? with_ : [names.t.talk.customer, ...with_];
  return [heard.length === 0 ? t.nobodyHears : t.youWith(listed(heard, names)), ...(music ? [t.customerMusic] : [])];
}

function asParty(contact: ContactView, mine: PartyView, names: Names): string[] {
  const t = names.t.talk.hears;
  const owner = contact.agent_id === null ? names.t.talk.colleague : names.agent(contact.agent_id);
  if (!mine.is_there) return seenFromOutside(contact, names);
  const way = wayOf(mine, contact.phase);
  if (way === "listens") return [t.youListen, ...(contact.phase === "held" ? [t.customerMusic] : [])];
  if (way === "whispers") return [t.onlyHears(owner), ...(contact.phase === "held" ? [t.customerMusic] : [])];
  if (way === "music") return [t.ownerWith(owner, others(contact, mine, names)), t.youMusic];
  const heard = contact.agent_id === null ? [names.t.talk.customer] : [owner];
  const company = contact.parties.filter((party) => party !== mine && wayOf(party, contact.phase) === "talks").map((party) => partyName(party, names));
  if (contact.phase === "held") return [t.youWith(listed([...heard, ...company], names)), t.customerMusic];
  return [t.youWith(listed([names.t.talk.customer, ...heard.filter((name) => name !== names.t.talk.customer), ...company], names))];
}

/** Before one has answered: what goes on there. */
function seenFromOutside(contact: ContactView, names: Names): string[] {
  const t = names.t.talk.hears;
  if (contact.agent_id === null) return [t.nobodyYet];
  const owner = names.agent(contact.agent_id);
  return contact.phase === "held" ? [t.customerMusic] : [t.ownerWith(owner, names.t.talk.customer)];
}

function others(contact: ContactView, mine: PartyView, names: Names): string {
  const company = contact.parties.filter((party) => party !== mine && wayOf(party, contact.phase) === "talks");
  return listed([names.t.talk.customer, ...company.map((party) => partyName(party, names))], names);
}

function listed(names: readonly string[], { language }: Names): string {
  return new Intl.ListFormat(language, { type: "conjunction" }).format(names);
}
