// Why a trunk, or a test call over it, does not work, in words for somebody who is no telephone engineer. Pure.
import type { TrialFault, TrunkView } from "../../generated/types";
import type { Catalogue } from "../../shared/i18n/index";

/** What a fault of a test call means, and what to do; empty: there was none. */
export function faultText(fault: TrialFault, status: number, t: Catalogue["trunkTry"]): string {
  if (fault === "") return "";
  if (fault !== "status") return t.fault[fault];
  const same: Readonly<Record<number, number>> = { 407: 401, 410: 404, 484: 404, 604: 404, 500: 503, 502: 503, 504: 408, 600: 486, 603: 486, 606: 488 };
  return t.status[status] ?? t.status[same[status] ?? 0] ?? t.otherStatus(status);
}

/** What the trunk's own state means; empty when all is well. */
export function stateText(trunk: Pick<TrunkView, "state" | "detail"> | undefined, t: Catalogue["trunkTry"]): string {
  if (trunk === undefined || trunk.state === "up" || trunk.detail === "") return "";
  const [asked = "", said = ""] = trunk.detail.split(" ");
  if (asked === "REGISTER") return t.registering[Number(said) === 407 ? 401 : Number(said)] ?? t.otherStatus(Number(said));
  if (asked === "OPTIONS") return t.silent;
  return t.unresolved;
}
