// What happens when nobody answers: said while it rings, so that nobody has to wonder. Pure.
import type { PartyView } from "../../generated/types";
import type { Catalogue } from "../../shared/i18n/index";

export function ringingNote(party: PartyView | null, t: Catalogue): string {
  if (party === null) return "";
  const words = t.talk.ringing;
  return party.purpose === "transfer" ? `${words.stay} ${words.leave}` : words.stay;
}
