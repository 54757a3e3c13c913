// What whoever takes over a customer says first: who they are and that they have listened, as it is true. Pure.
import type { PartyView, Role } from "../../generated/types";
import type { Catalogue } from "../../shared/i18n/index";

/** The first words, in the customer's language: ``t`` is that language's catalogue. */
export function introduction(place: PartyView, role: Role, me: string, agent: string, t: Catalogue): string {
  const words = t.talk.takeOver;
  const [mine, theirs] = [firstName(me), firstName(agent)];
  if (place.purpose === "mentor") return words.mentor(mine, theirs);
  if (place.purpose === "consult" || place.purpose === "transfer") return words.consulted(mine, theirs);
  return role === "agent" ? words.colleague(mine, theirs) : words.supervisor(mine, theirs);
}

/** As one says one's name to a customer. */
function firstName(name: string): string {
  return name.trim().split(/\s+/)[0] ?? name;
}
