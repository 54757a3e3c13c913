// What the browser measured of a connection. Pure, over the reports of getStats.
import type { NetworkMeasures } from "./check-judge";

/** The parts of an RTCStatsReport that are read here. */
export interface Stat {
  readonly id: string;
  readonly type: string;
  readonly kind?: string;
  readonly jitter?: number;
  readonly packetsLost?: number;
  readonly packetsReceived?: number;
  readonly currentRoundTripTime?: number;
  readonly roundTripTime?: number;
  readonly fractionLost?: number;
  readonly nominated?: boolean;
  readonly selectedCandidatePairId?: string;
}

export type Stats = readonly Stat[];

/** Jitter and round trip now, and the loss between two looks, in both directions the worse. */
export function networkBetween(before: Stats, after: Stats): NetworkMeasures | null {
  const then = inbound(before);
  const now = inbound(after);
  if (now === undefined) return null;
  const lost = Math.max(0, (now.packetsLost ?? 0) - (then?.packetsLost ?? 0));
  const received = Math.max(0, (now.packetsReceived ?? 0) - (then?.packetsReceived ?? 0));
  const theirs = 100 * (after.find((stat) => stat.type === "remote-inbound-rtp")?.fractionLost ?? 0);
  const mine = lost + received === 0 ? 0 : (100 * lost) / (lost + received);
  const trip_s = selectedPair(after)?.currentRoundTripTime ?? null;
  return {
    jitter_ms: Math.round(1000 * (now.jitter ?? 0)),
    lost_percent: Math.round(10 * Math.max(mine, theirs)) / 10,
    round_trip_ms: trip_s === null ? null : Math.round(1000 * trip_s),
  };
}

function inbound(stats: Stats): Stat | undefined {
  return stats.find((stat) => stat.type === "inbound-rtp" && stat.kind === "audio");
}

function selectedPair(stats: Stats): Stat | undefined {
  const id = stats.find((stat) => stat.type === "transport")?.selectedCandidatePairId;
  const pairs = stats.filter((stat) => stat.type === "candidate-pair");
  return pairs.find((pair) => pair.id === id) ?? pairs.find((pair) => pair.nominated === true);
}

/** All reports of a connection now. */
export async function look(peer: RTCPeerConnection | null): Promise<Stats> {
  if (peer === null) return [];
  const report = await peer.getStats();
  const stats: Stat[] = [];
  report.forEach((stat: Stat) => stats.push(stat));
  return stats;
}
