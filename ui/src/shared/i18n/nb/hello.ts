// What is known before hello: what the customer chose, said, wrote and sent while waiting.
import type { Catalogue } from "../en/index";

export const hello: Catalogue["hello"] = {
  title: "Før du sier hei",
  chose: "Valgte",
  wrote: "Skrev i ventetiden",
  said: "Fortalte i ventetiden",
  sent: "Sendte i ventetiden",
  picture: "Bilde fra kunden",
  showPicture: "Vis bildet i full størrelse",
  upset: (n) => `Opprørt: ${n} av 10 (med egne ord)`,
  tellAll: "Vil fortelle alt før du løser det",
  longWait: (time) => `«Takk for at du ventet i ${time}. Fortell fra begynnelsen.»`,
  incident: "Gjelder en driftsforstyrrelse som er kjent",
  what: "det kunden fortalte",
  play: "Spill av",
  pause: "Sett på pause",
  speed: "Fart",
  onlyYou: "Bare du hører det, ikke kunden.",
  position: "Posisjon",
  broken: "Lyden kan ikke spilles av",
  gone: "Det finnes ikke lenger",
};
