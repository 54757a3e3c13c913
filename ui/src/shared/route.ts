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

/** The page that an address leads to. */
export function routeOf(path: string): Route {
  const [first = "", second = "", ...more] = path.split("/").filter((part) => part !== "");
  if (first === "admin") return adminRoute(second, more);
  if (first === "reports") return reportRoute(second, more);
  if (first === "quality") return qualityRoute(second, more);
  if (more.length > 0) return { page: "unknown" };
  if (first === "contacts" && second !== "") return { page: "contact", id: decodeURIComponent(second) };
  if (first === "ui" && second === "kit") return { page: "kit" };
  if (second !== "") return { page: "unknown" };
  if (first === "") return { page: "live" };
  if (first === "wall" || first === "desk" || first === "contacts" || first === "sign-in" || first === "setup" || first === "start" || first === "account") return { page: first };
  return { page: "unknown" };
}

/** A tab of the reports, or the page of one agent. */
function reportRoute(name: string, [id, ...more]: readonly string[]): Route {
  if (name === "agents" && id !== undefined && more.length === 0) return { page: "report-agent", id: decodeURIComponent(id) };
  const tab = name === "" ? "figures" : REPORT_TABS.find((known) => known === name);
  return tab === undefined || id !== undefined ? { page: "unknown" } : { page: "reports", tab };
}

/** A tab of quality, one review, form or calibration, or the trend of one agent. */
function qualityRoute(name: string, [id, ...more]: readonly string[]): Route {
  if (more.length > 0) return { page: "unknown" };
  if (name === "reviews" && id !== undefined) return { page: "review", id: decodeURIComponent(id) };
  const tab = name === "" ? "review" : QUALITY_TABS.find((known) => known === name);
  if (tab === undefined) return { page: "unknown" };
  if (id === undefined) return { page: "quality", tab };
  return tab === "review" || tab === "mine" ? { page: "unknown" } : { page: "quality", tab, id: decodeURIComponent(id) };
}

/** A tab of the administrator's page, or one queue, flow or webhook of it. */
function adminRoute(name: string, [id, ...more]: readonly string[]): Route {
  const tab = name === "" ? "queues" : ADMIN_TABS.find((known) => known === name);
  if (tab === undefined || more.length > 0) return { page: "unknown" };
  if (id === undefined) return { page: "admin", tab };
  return tab === "queues" || tab === "flows" || tab === "api" ? { page: "admin", tab, id: decodeURIComponent(id) } : { page: "unknown" };
}
