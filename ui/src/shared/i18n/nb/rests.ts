// Mellom henvendelser: påminnelsen om å strekke på seg, som er medarbeiderens egen.
import type { Catalogue } from "../en/index";

export const rests: Catalogue["rests"] = {
  title: "Minn meg på å strekke på meg",
  off: "Aldri",
  every: (minutes) => `Etter ${minutes} min`,
  due: (minutes) => `Du har holdt på i ${minutes} minutter`,
  note: "Reis deg og strekk på deg litt, hvis du vil.",
  done: "Gjort",
  later: "Om 10 minutter",
  own: "Bare du ser det, og bare mellom henvendelser.",
};
