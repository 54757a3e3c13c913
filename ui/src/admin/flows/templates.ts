// Flows to begin with. The spoken words are there in three languages, to be changed; queues are put in as they are.
import type { Flow } from "../../generated/types";

export const TEMPLATES = ["straight", "menu", "hours"] as const;
export type Template = (typeof TEMPLATES)[number];

interface Queue {
  readonly id: string;
  readonly name: string;
}

/** A flow made of a template, for the company's first queues. */
export function fromTemplate(template: Template, flow_id: string, name: string, queues: readonly Queue[]): Flow {
  const first = queues[0] ?? { id: "", name: "" };
  const base = { flow_id, name, fallback: first.id };
  if (template === "straight") return { ...base, first: "queue-1", nodes: [{ kind: "ToQueue", id: "queue-1", queue_id: first.id }] };
  if (template === "hours") return { ...base, first: "hours-1", nodes: openOrClosed(first.id) };
  return { ...base, first: "language-1", nodes: languageAndMenu(queues.length > 0 ? queues.slice(0, 3) : [first]) };
}

function openOrClosed(queue_id: string): Flow["nodes"] {
  return [
    { kind: "WhenOpen", id: "hours-1", queue_id, open: "queue-1", closed: "say-1" },
    { kind: "ToQueue", id: "queue-1", queue_id },
    {
      kind: "Say",
      id: "say-1",
      words: {
        sv: "Vi har stängt just nu, men vi ringer gärna upp dig när vi öppnar.",
        nb: "Vi har stengt akkurat nå, men vi ringer deg gjerne opp når vi åpner.",
        en: "We are closed right now, but we will gladly call you back when we open.",
      },
      then: "queue-1",
    },
  ];
}

const KEY_WORDS = {
  sv: ["ett", "två", "tre"],
  nb: ["én", "to", "tre"],
  en: ["one", "two", "three"],
} as const;

/** A queue's name inside a sentence: "Leverans" is leverans there, "IT" stays what it is. */
function inSentence(name: string): string {
  return name.slice(1) === name.slice(1).toLowerCase() ? name.toLowerCase() : name;
}

function languageAndMenu(queues: readonly Queue[]): Flow["nodes"] {
  const ends = queues.map((queue, n) => ({ kind: "ToQueue" as const, id: `queue-${n + 1}`, queue_id: queue.id }));
  const say = (language: keyof typeof KEY_WORDS, sentence: (name: string, key: string) => string): string =>
    queues.map((queue, n) => sentence(queue.name, KEY_WORDS[language][n] ?? String(n + 1))).join(" ");
  return [
    {
      kind: "ChooseLanguage",
      id: "language-1",
      options: [{ key: "1", language: "sv" }, { key: "2", language: "nb" }, { key: "3", language: "en" }],
      then: "menu-1",
    },
    {
      kind: "Menu",
      id: "menu-1",
      words: {
        sv: say("sv", (name, key) => `Gäller det ${inSentence(name)}, tryck ${key}.`),
        nb: say("nb", (name, key) => `Gjelder det ${inSentence(name)}, trykk ${key}.`),
        en: say("en", (name, key) => `For ${inSentence(name)}, press ${key}.`),
      },
      options: queues.map((queue, n) => ({ key: String(n + 1), name: queue.name, then: `queue-${n + 1}` })),
      otherwise: "queue-1",
      tries: 2,
      wait_ms: 6000,
    },
    ...ends,
  ];
}
