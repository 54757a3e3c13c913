// Addresses to pages. Pure; the router reads and writes the address bar.
export type Route =
  | { readonly page: "live" | "desk" | "contacts" | "sign-in" | "setup" | "kit" | "unknown" }
  | { readonly page: "contact"; readonly id: string }
  | { readonly page: "admin"; readonly tab: AdminTab };

export type AdminTab = "queues" | "agents" | "results" | "trunks";

/** The page that an address leads to. */
export function routeOf(path: string): Route {
  const [first = "", second = "", ...more] = path.split("/").filter((part) => part !== "");
  if (more.length > 0) return { page: "unknown" };
  if (first === "contacts" && second !== "") return { page: "contact", id: decodeURIComponent(second) };
  if (first === "admin" && (second === "" || second === "queues")) return { page: "admin", tab: "queues" };
  if (first === "admin" && (second === "agents" || second === "results" || second === "trunks")) return { page: "admin", tab: second };
  if (first === "ui" && second === "kit") return { page: "kit" };
  if (second !== "") return { page: "unknown" };
  if (first === "") return { page: "live" };
  if (first === "desk" || first === "contacts" || first === "sign-in" || first === "setup") return { page: first };
  return { page: "unknown" };
}
