// The keys.
import type { Catalogue } from "../en/index";

export const shortcuts: Catalogue["shortcuts"] = {
  title: "Hurtigtaster",
  everywhere: "Overalt",
  help: "Denne listen",
  goLive: "Gå til Akkurat nå",
  goContacts: "Gå til Henvendelser",
  goAdmin: "Gå til Sett opp",
  theme: "Lyst eller mørkt",
  own: "Meg",
  ready: "Klar, eller tilbake fra pause",
  pause: "Pause",
  more: "Ett minutt til",
  finish: "Ferdig med etterarbeidet",
  player: "Opptak",
  play: "Spill av og pause",
  seek: "Fem sekunder tilbake og fram",
  seekEnds: "Til begynnelsen og slutten",
  muteLeft: "Demp kunden",
  muteRight: "Demp medarbeideren",
  single: "Enkelttaster virker",
  singleNote: "Slå av hvis du dikterer, eller hvis taster trykkes ved en feil.",
  space: "Mellomrom",
};
