// Why did nobody call me?
import type { Catalogue } from "../en/index";

export const why: Catalogue["why"] = {
  title: "Varför ringde ingen mig?",
};
