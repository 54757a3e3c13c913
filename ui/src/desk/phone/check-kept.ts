// The results of the check, kept by the server for the agent.
import type { CheckBody, CheckMeasured, ChecksAnswer, CheckResult } from "../../generated/types";
import { get, post } from "../../shared/api";
import { type CheckMeasures, type Finding, overall } from "./check-judge";

const ADDRESS = "/api/agents/me/check";

/** The agent's last result; null when there is none or it cannot be had. */
export async function lastCheck(): Promise<CheckResult | null> {
  const kept = await get<ChecksAnswer>(ADDRESS).catch(() => null);
  return kept?.checks[0] ?? null;
}

/** Keep a result; what was kept, or null when that failed. */
export async function keep(findings: readonly Finding[], measures: CheckMeasures): Promise<CheckResult | null> {
  const measured = measuredOf(findings, measures);
  return post(ADDRESS, { measured } satisfies CheckBody).then(
    () => ({ at: Date.now(), measured }),
    () => null,
  );
}

/** The measures as the server keeps them. */
export function measuredOf(findings: readonly Finding[], measures: CheckMeasures): CheckMeasured {
  const { voice, pathUp, tone_ms, leak, network, notifications } = measures;
  return {
    verdict: overall(findings),
    microphone: measures.microphone !== "",
    voice,
    path_up: pathUp,
    tone_ms,
    leak: leak === null ? null : Math.min(1, leak),
    jitter_ms: network?.jitter_ms ?? null,
    lost_percent: network?.lost_percent ?? null,
    round_trip_ms: network?.round_trip_ms ?? null,
    notifications,
  };
}
