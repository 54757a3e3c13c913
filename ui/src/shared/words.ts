// Small choices of words that several rooms make alike. Pure.
import type { AgentView } from "../generated/types";
import type { Catalogue } from "./i18n/index";

/** What an agent does now, as exactly as it is known: the reason rather than "pause". */
export function presenceWord(agent: AgentView, t: Catalogue): string {
  return agent.presence === "pause" ? pauseWord(agent.reason, t) : t.presence[agent.presence];
}

/** A pause's reason in the reader's language; a company's own reasons are shown as they are. */
export function pauseWord(reason: string | null, t: Catalogue): string {
  if (reason === null) return t.presence.pause;
  const known: Record<string, string> = t.pauses;
  return known[reason] ?? reason;
}
