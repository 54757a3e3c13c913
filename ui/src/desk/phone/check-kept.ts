// The last result of the check, kept by the server for the agent.
import { get, post } from "../../shared/api";
import type { CheckMeasures, Finding, Verdict } from "./check-judge";
import { overall } from "./check-judge";

export interface KeptCheck {
  readonly at: number;
  readonly verdict: Verdict;
}

const ADDRESS = "/api/agents/me/check";

/** The agent's last result; null when there is none or it cannot be had. */
export async function lastCheck(): Promise<KeptCheck | null> {
  return get<KeptCheck | null>(ADDRESS).catch(() => null);
}

/** Keep a result; what was kept, or null when that failed. */
export async function keep(findings: readonly Finding[], measures: CheckMeasures): Promise<KeptCheck | null> {
  const verdict = overall(findings);
  return post(ADDRESS, { verdict, findings, measures }).then(
    () => ({ at: Date.now(), verdict }),
    () => null,
  );
}
