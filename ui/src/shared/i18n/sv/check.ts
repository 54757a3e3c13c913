// The check before the shift.
import type { Catalogue } from "../en/index";

export const check: Catalogue["check"] = {
  title: "Prov före passet",
};
