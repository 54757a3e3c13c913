// The head of the desk while a colleague's contact is on it: who asks, and what I am there. Pure.
import type { PartyView } from "../../generated/types";
import type { Catalogue } from "../../shared/i18n/index";

export function headTitle(place: PartyView | null, owner: string, t: Catalogue): string {
  const words = t.talk.asked;
  if (place?.purpose === "transfer") return words.transfer(owner);
  return place?.purpose === "help" ? words.help(owner) : words.consult(owner);
}

export function headWord(place: PartyView | null, t: Catalogue): string {
  return place === null || !place.is_there ? t.desk.state.asked : t.talk.assisting.part[place.part];
}
