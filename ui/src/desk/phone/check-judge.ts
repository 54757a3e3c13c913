// What the check before the shift found, judged. Pure: measures in, verdicts out; the thresholds are said here.
import type { CheckVerdict } from "../../generated/types";
import type { Trouble } from "./judgements";

export type StepCode = "microphone" | "voice" | "path" | "both_ways" | "echo" | "network" | "notifications";
export const STEPS: readonly StepCode[] = ["microphone", "voice", "path", "both_ways", "echo", "network", "notifications"];

/** good: as it should be. fair: works, but could be better. bad: calls will suffer. skipped: could not be looked at. */
export type Verdict = "good" | "fair" | "bad" | "skipped";

export interface NetworkMeasures {
  readonly jitter_ms: number;
  readonly lost_percent: number;
  readonly round_trip_ms: number | null;
}

export interface CheckMeasures {
  readonly trouble: Trouble | null;
  readonly microphone: string;
  /** The loudest moment of the voice, 0 to 1 on the meter; null when nobody was asked. */
  readonly voice: number | null;
  /** This tab is the agent's phone: only then is there a path to look at. */
  readonly here: boolean;
  readonly pathUp: boolean;
  /** From the tone's start to its return through the server, ms; null when it did not come back. */
  readonly tone_ms: number | null;
  /** How much of the speaker's tone the microphone heard, as an amplitude above what was there before. */
  readonly leak: number | null;
  readonly network: NetworkMeasures | null;
  readonly notifications: NotificationPermission | "unsupported";
}

export interface Finding {
  readonly code: StepCode;
  readonly verdict: Verdict;
}

/** On the meter: clearly heard, and just heard. */
export const HEARD = 0.45;
const FAINT = 0.25;
const LEAK_HEARD = 0.004;
const LEAK_LOUD = 0.03;
const SLOW_MS = 400;
const JITTER_MS = [20, 50] as const;
const LOST_PERCENT = [0.5, 3] as const;
const ROUND_TRIP_MS = [150, 400] as const;

/** One finding for each step, in their order. */
export function judge(measures: CheckMeasures): Finding[] {
  return STEPS.map((code) => ({ code, verdict: JUDGES[code](measures) }));
}

/** The worst of them; a skipped step is no fault. */
export function overall(findings: readonly Finding[]): CheckVerdict {
  if (findings.some((finding) => finding.verdict === "bad")) return "bad";
  return findings.some((finding) => finding.verdict === "fair") ? "fair" : "good";
}

const JUDGES: Record<StepCode, (measures: CheckMeasures) => Verdict> = {
  microphone: ({ microphone }) => (microphone === "" ? "bad" : "good"),
  voice: ({ voice }) => {
    if (voice === null) return "skipped";
    return voice >= HEARD ? "good" : voice >= FAINT ? "fair" : "bad";
  },
  path: ({ microphone, here, pathUp }) => (microphone === "" || !here ? "skipped" : pathUp ? "good" : "bad"),
  both_ways: ({ pathUp, tone_ms }) => {
    if (!pathUp) return "skipped";
    return tone_ms === null ? "bad" : tone_ms > SLOW_MS ? "fair" : "good";
  },
  echo: ({ leak }) => {
    if (leak === null) return "skipped";
    return leak >= LEAK_LOUD ? "bad" : leak >= LEAK_HEARD ? "fair" : "good";
  },
  network: ({ network }) => {
    if (network === null) return "skipped";
    const { jitter_ms, lost_percent, round_trip_ms } = network;
    return worst([
      grade(jitter_ms, JITTER_MS),
      grade(lost_percent, LOST_PERCENT),
      grade(round_trip_ms ?? 0, ROUND_TRIP_MS),
    ]);
  },
  notifications: ({ notifications }) => (notifications === "granted" ? "good" : "fair"),
};

function grade(value: number, [fair, bad]: readonly [number, number]): Verdict {
  return value >= bad ? "bad" : value >= fair ? "fair" : "good";
}

function worst(verdicts: readonly Verdict[]): Verdict {
  return verdicts.includes("bad") ? "bad" : verdicts.includes("fair") ? "fair" : "good";
}
