// The browser phone.
import type { Catalogue } from "../en/index";

export const phone: Catalogue["phone"] = {
  title: "Telefon",
};
