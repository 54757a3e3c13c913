// What can be set up, in groups that stay few however many tabs there come to be. A new tab is a line here, a name in
// the three catalogues (admin.tabs) and a line in admin/AdminPage.svelte.
import type { Permission } from "../generated/types";

export const ADMIN_GROUPS = ["contacts", "people", "phones", "words", "rules", "system"] as const;
export type AdminGroup = (typeof ADMIN_GROUPS)[number];

interface TabPlace {
  readonly group: AdminGroup;
  readonly needs: Permission;
}

/** In the order in which they are shown within their group. */
export const TABS = {
  queues: { group: "contacts", needs: "manage_queues" },
  flows: { group: "contacts", needs: "manage_queues" },
  hours: { group: "contacts", needs: "manage_queues" },
  results: { group: "contacts", needs: "manage_dispositions" },
  agents: { group: "people", needs: "manage_agents" },
  people: { group: "people", needs: "manage_accounts" },
  skills: { group: "people", needs: "manage_skills" },
  "sign-on": { group: "people", needs: "manage_accounts" },
  trunks: { group: "phones", needs: "manage_telephony" },
  voices: { group: "words", needs: "manage_queues" },
  answers: { group: "words", needs: "manage_answers" },
  phrases: { group: "words", needs: "manage_phrases" },
  brand: { group: "words", needs: "manage_telephony" },
  pauses: { group: "rules", needs: "manage_queues" },
  colleagues: { group: "rules", needs: "manage_colleagues" },
  history: { group: "system", needs: "see_trail" },
  api: { group: "system", needs: "manage_api" },
  machine: { group: "system", needs: "read_metrics" },
} as const satisfies Record<string, TabPlace>;

export type AdminTab = keyof typeof TABS;
export const ADMIN_TABS = Object.keys(TABS) as readonly AdminTab[];

/** The tabs of a group that somebody may open; of all groups without one. */
export function tabsFor(may: (permission: Permission) => boolean, group?: AdminGroup): AdminTab[] {
  return ADMIN_TABS.filter((tab) => may(TABS[tab].needs) && (group === undefined || TABS[tab].group === group));
}
