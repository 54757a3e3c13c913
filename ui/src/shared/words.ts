// Small choices of words that several rooms make alike.
import type { AgentView } from "../generated/types";
import type { Catalogue } from "./i18n/index";

/** The company's own words for pauses; whoever knows them says so here, so that this file stays free of the browser. */
export const ownPauses = { word: (_reason: string): string => "" };

/** What an agent does now, as exactly as it is known: the reason rather than "pause". */
export function presenceWord(agent: AgentView, t: Catalogue): string {
  return agent.presence === "pause" ? pauseWord(agent.reason, t) : t.presence[agent.presence];
}

/** A pause's reason in the reader's language: in the company's words, else in Lur's, else its code. */
export function pauseWord(reason: string | null, t: Catalogue): string {
  if (reason === null) return t.presence.pause;
  const known: Record<string, string> = t.pauses;
  return ownPauses.word(reason) || (known[reason] ?? reason);
}
