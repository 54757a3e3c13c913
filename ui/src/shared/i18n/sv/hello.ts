// What is known before hello: what the customer chose, said, wrote and sent while waiting.
import type { Catalogue } from "../en/index";

export const hello: Catalogue["hello"] = {
  title: "Innan du säger hej",
  chose: "Valde",
  wrote: "Skrev i väntan",
  said: "Berättade i väntan",
  sent: "Skickade i väntan",
  picture: "Bild från kunden",
  showPicture: "Visa bilden i full storlek",
  upset: (n) => `Upprörd: ${n} av 10 (med egna ord)`,
  tellAll: "Vill berätta allt innan du löser det",
  longWait: (time) => `”Tack för att du väntade i ${time}. Berätta från början.”`,
  incident: "Gäller en driftstörning som är känd",
  what: "det kunden berättade",
  play: "Spela",
  pause: "Pausa",
  speed: "Fart",
  onlyYou: "Bara du hör det, inte kunden.",
  position: "Läge",
  broken: "Ljudet går inte att spela",
  gone: "Det finns inte kvar",
};
