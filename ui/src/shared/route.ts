// Addresses to pages. Pure; the router reads and writes the address bar.
import { ADMIN_TABS, type AdminTab } from "./admin-tabs";

export type Route =
  | { readonly page: "live" | "wall" | "desk" | "contacts" | "sign-in" | "setup" | "start" | "account" | "kit" | "unknown" }
  | { readonly page: "contact"; readonly id: string }
  | { readonly page: "reports"; readonly tab: ReportTab }
  | { readonly page: "report-agent"; readonly id: string }
  | { readonly page: "quality"; readonly tab: QualityTab; readonly id?: string }
  | { readonly page: "review"; readonly id: string }
  | { readonly page: "admin"; readonly tab: AdminTab; readonly id?: string };

export const REPORT_TABS = ["figures", "solved", "promise", "ratings", "checks", "mail", "contacts"] as const;
export type ReportTab = (typeof REPORT_TABS)[number];

export const QUALITY_TABS = ["review", "mine", "forms", "calibration", "trend"] as const;
export type QualityTab = (typeof QUALITY_TABS)[number];

type Place = (id: string) => Route;
const PLAIN = ["wall", "desk", "contacts", "sign-in", "setup", "start", "account"] as const;
/** The tabs of quality and of administration in which one thing has a page of its own. */
const QUALITY_THINGS = ["forms", "calibration", "trend"] as const satisfies readonly QualityTab[];
const ADMIN_THINGS = ["queues", "flows", "api"] as const satisfies readonly AdminTab[];

function* places(): Generator<readonly [string, Place]> {
  yield ["/", () => ({ page: "live" })];
  for (const page of PLAIN) yield [`/${page}`, () => ({ page })];
  yield ["/contacts/:id", (id) => ({ page: "contact", id })];
  yield ["/ui/kit", () => ({ page: "kit" })];
  yield ["/reports", () => ({ page: "reports", tab: "figures" })];
  for (const tab of REPORT_TABS) yield [`/reports/${tab}`, () => ({ page: "reports", tab })];
  yield ["/reports/agents/:id", (id) => ({ page: "report-agent", id })];
  yield ["/quality", () => ({ page: "quality", tab: "review" })];
  for (const tab of QUALITY_TABS) yield [`/quality/${tab}`, () => ({ page: "quality", tab })];
  for (const tab of QUALITY_THINGS) yield [`/quality/${tab}/:id`, (id) => ({ page: "quality", tab, id })];
  yield ["/quality/reviews/:id", (id) => ({ page: "review", id })];
  yield ["/admin", () => ({ page: "admin", tab: "queues" })];
  for (const tab of ADMIN_TABS) yield [`/admin/${tab}`, () => ({ page: "admin", tab })];
  for (const tab of ADMIN_THINGS) yield [`/admin/${tab}/:id`, (id) => ({ page: "admin", tab, id })];
}

/** Every address that there is, with what it leads to; `:id` stands for one thing's. There is no page beside them, so
 * who judges these has judged all. */
export const PLACES: ReadonlyMap<string, Place> = new Map(places());

/** The page that an address leads to. */
export function routeOf(path: string): Route {
  const parts = path.split("/").filter((part) => part !== "");
  const last = parts.at(-1) ?? "";
  const plain = last === ":id" ? undefined : PLACES.get(`/${parts.join("/")}`);
  const place = plain ?? PLACES.get(`/${[...parts.slice(0, -1), ":id"].join("/")}`);
  return place?.(decodeURIComponent(last)) ?? { page: "unknown" };
}
