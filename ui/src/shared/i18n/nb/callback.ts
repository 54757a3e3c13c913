// Calling a customer back: what is seen before it, while it rings at the customer's, and what came of it.
import type { Catalogue } from "../en/index";

export const callback: Catalogue["callback"] = {
  wanted: "Vil bli ringt opp",
  call: "Ring opp",
  stop: "Slutt å ringe",
  preview: (keys) => `Les først. Kunden ringes opp når du trykker ${keys}.`,
  asked: (time) => `ba om det ${time}`,
  before: (time) => `helst før ${time}`,
  attempt: (n, most) => `forsøk ${n} av ${most}`,
  dialling: "Ringer opp",
  diallingNote: "Det ringer hos kunden. Dere hører hverandre så snart noen svarer.",
  missed: {
    busy: "Det var opptatt.",
    no_answer: "Ingen svarte.",
    unreachable: "Nummeret kunne ikke nås.",
    failed: "Samtalen kom ikke fram.",
    refused: "Nummeret kan ikke ringes opp.",
  },
  again: (time) => `Vi prøver igjen ${time}.`,
  last: "Det var det siste forsøket.",
  stopped: "Du sluttet å ringe. Kunden beholder plassen sin.",
  next: "vil bli ringt opp",
  announce: {
    ring: (who, queue, keys) => `Skal ringes opp: ${who}, ${queue}. ${keys} ringer opp.`,
    dialling: (who) => `Ringer opp ${who}`,
  },
};
