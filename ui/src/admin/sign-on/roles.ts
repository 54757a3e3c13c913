// The roles, from the one that may least to the one that may all, by their names.
import type { Role } from "../../generated/types";
import type { Catalogue } from "../../shared/i18n/index";

export const ROLES: readonly Role[] = ["agent", "trainer", "planner", "auditor", "supervisor", "admin"];

export function roleOptions(t: Catalogue): { value: Role; label: string }[] {
  return ROLES.map((value) => ({ value, label: t.nav.roles[value] }));
}
