// Somebody else in a talk, as a few words beside it on the live page. Pure.
import type { PartyView } from "../../generated/types";
import { type Names, partyName } from "./hearing";

export function besideWord(party: PartyView, names: Names): string {
  const words = names.t.talk.live;
  const name = partyName(party, names);
  if (!party.is_there) return words.rings(name);
  if (party.part === "listen") return words.listens(name);
  if (party.part === "whisper") return words.whispers(name);
  return party.part === "aside" ? words.aside(name) : words.joined(name);
}
