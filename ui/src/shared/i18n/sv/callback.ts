// Calling a customer back: what is seen before it, while it rings at the customer's, and what came of it.
import type { Catalogue } from "../en/index";

export const callback: Catalogue["callback"] = {
  wanted: "Vill bli uppringd",
  call: "Ring upp",
  stop: "Sluta ringa",
  preview: (keys) => `Läs först. Kunden rings upp när du trycker ${keys}.`,
  asked: (time) => `bad om det ${time}`,
  before: (time) => `helst före ${time}`,
  attempt: (n, most) => `försök ${n} av ${most}`,
  dialling: "Ringer upp",
  diallingNote: "Det ringer hos kunden. Ni hör varandra så snart någon svarar.",
  missed: {
    busy: "Det var upptaget.",
    no_answer: "Ingen svarade.",
    unreachable: "Numret gick inte att nå.",
    failed: "Samtalet kom inte fram.",
    refused: "Numret får inte ringas upp.",
  },
  again: (time) => `Vi försöker igen ${time}.`,
  last: "Det var det sista försöket.",
  stopped: "Du slutade ringa. Kunden behåller sin plats.",
  next: "vill bli uppringd",
  announce: {
    ring: (who, queue, keys) => `Att ringa upp: ${who}, ${queue}. ${keys} ringer upp.`,
    dialling: (who) => `Ringer upp ${who}`,
  },
};
