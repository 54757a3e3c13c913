// The keys.
import type { Catalogue } from "../en/index";

export const shortcuts: Catalogue["shortcuts"] = {
  title: "Kortkommandon",
  everywhere: "Överallt",
  help: "Den här listan",
  goLive: "Gå till Just nu",
  goContacts: "Gå till Kontakter",
  goAdmin: "Gå till Ställ in",
  theme: "Ljust eller mörkt",
  own: "Jag",
  ready: "Redo, eller tillbaka från paus",
  pause: "Paus",
  more: "En minut till",
  finish: "Klar med efterarbetet",
  player: "Inspelning",
  play: "Spela och pausa",
  seek: "Fem sekunder bakåt och framåt",
  seekEnds: "Till början och slutet",
  muteLeft: "Ljud av på kunden",
  muteRight: "Ljud av på medarbetaren",
  single: "Enstaka tangenter fungerar",
  singleNote: "Stäng av om du dikterar, eller om tangenter trycks av misstag.",
  space: "Mellanslag",
};
