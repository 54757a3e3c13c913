// The audio path's life as a table: what each event means in each state. A missing row means that the event changes
// nothing. The effects are carried out by path.ts; docs and tests read the table as it is.
export type PathState = "off" | "offering" | "connecting" | "up" | "restarting" | "waiting";

export type PathEvent =
  /** This desk is to be the agent's phone, and has a microphone. */
  | "wanted"
  | "unwanted"
  /** The server answered the newest offer, or would not. */
  | "answered"
  | "refused"
  /** What the browser says of its connection. */
  | "connected"
  | "disconnected"
  | "failed"
  /** The machine is on another network, or on one again. */
  | "network_changed"
  /** The server asks for a new connection: it knows nothing of the old one. */
  | "renew"
  /** The live socket is back: an answer may have been lost with the old one. */
  | "line_back"
  /** The state has lasted too long, or its waiting is over. */
  | "late";

/** connect: a new connection and its offer; restart: the same connection finds a new way (ICE restart). */
export type PathEffect = "connect" | "restart" | "accept" | "close";

export interface Move {
  readonly to: PathState;
  readonly effect?: PathEffect;
}

const anew: Move = { to: "offering", effect: "connect" };
const off: Move = { to: "off", effect: "close" };
const again: Move = { to: "waiting", effect: "close" };
const repair: Move = { to: "restarting", effect: "restart" };

export const PATH_TABLE: Readonly<Record<PathState, Readonly<Partial<Record<PathEvent, Move>>>>> = {
  off: { wanted: anew },
  offering: {
    unwanted: off,
    answered: { to: "connecting", effect: "accept" },
    refused: again,
    failed: again,
    late: again,
    renew: anew,
    line_back: anew,
  },
  connecting: {
    unwanted: off,
    connected: { to: "up" },
    failed: again,
    late: again,
    network_changed: anew,
    renew: anew,
  },
  up: {
    unwanted: off,
    disconnected: repair,
    failed: repair,
    network_changed: repair,
    renew: anew,
  },
  restarting: {
    unwanted: off,
    answered: { to: "restarting", effect: "accept" },
    connected: { to: "up" },
    refused: anew,
    failed: anew,
    late: anew,
    network_changed: repair,
    renew: anew,
    line_back: repair,
  },
  waiting: {
    unwanted: off,
    late: anew,
    network_changed: anew,
    renew: anew,
    line_back: anew,
  },
};

const PATIENCE_MS: Readonly<Partial<Record<PathState, number>>> = {
  offering: 5000,
  connecting: 8000,
  restarting: 4000,
};
const FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 5000;

/** How long a state may last before it is late, ms; null for as long as it likes. ``chance`` is 0 to 1. */
export function patience_ms(state: PathState, tries: number, chance: number): number | null {
  if (state !== "waiting") return PATIENCE_MS[state] ?? null;
  const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.max(0, tries - 1));
  return Math.round(longest * (0.5 + chance / 2));
}
