// Mellan kontakter: påminnelsen att sträcka på sig, som är medarbetarens egen.
import type { Catalogue } from "../en/index";

export const rests: Catalogue["rests"] = {
  title: "Påminn mig att sträcka på mig",
  off: "Aldrig",
  every: (minutes) => `Efter ${minutes} min`,
  due: (minutes) => `Du har hållit på i ${minutes} minuter`,
  note: "Res dig och sträck på dig en stund, om du vill.",
  done: "Gjort",
  later: "Om 10 minuter",
  own: "Bara du ser det, och bara mellan kontakter.",
};
