// An entry flow as its editor changes it. Pure: each change gives a new flow, so that undo is to keep the old one.
import type { Flow, Language, Node, Words } from "../../generated/types";

export type { Flow, Node, Words };
export type Kind = Node["kind"];
export const KINDS: readonly Kind[] = ["Say", "ChooseLanguage", "Menu", "WhenOpen", "ToQueue", "Goodbye"];
/** What a caller may press; 9 declines the recording at any moment of a call, so no question has it. */
export const KEYS: readonly string[] = [..."123456780*#"];
/** An exit that leads to no node yet. */
export const NOWHERE = "";

/** One way out of a node: which one it is, the key that takes it, and where it leads. */
export interface Exit {
  readonly slot: string;
  readonly kind: "then" | "key" | "otherwise" | "open" | "closed";
  readonly key: string;
  readonly name: string;
  readonly to: string;
}

/** A node's ways out, in the order in which they are shown. */
export function exitsOf(node: Node): Exit[] {
  const exit = (kind: Exit["kind"], to: string): Exit => ({ slot: kind, kind, key: "", name: "", to });
  switch (node.kind) {
    case "Say":
    case "ChooseLanguage":
      return [exit("then", node.then)];
    case "Menu":
      return [
        ...node.options.map((option, n): Exit => ({ slot: `key ${n}`, kind: "key", key: option.key, name: option.name, to: option.then })),
        exit("otherwise", node.otherwise),
      ];
    case "WhenOpen":
      return [exit("open", node.open), exit("closed", node.closed)];
    default:
      return [];
  }
}

/** The same node with one way out leading elsewhere. */
export function led(node: Node, slot: string, to: string): Node {
  switch (node.kind) {
    case "Say":
    case "ChooseLanguage":
      return { ...node, then: to };
    case "Menu":
      if (slot === "otherwise") return { ...node, otherwise: to };
      return { ...node, options: node.options.map((option, n) => (slot === `key ${n}` ? { ...option, then: to } : option)) };
    case "WhenOpen":
      return slot === "open" ? { ...node, open: to } : { ...node, closed: to };
    default:
      return node;
  }
}

export const noWords = (): Words => ({ sv: "", nb: "", en: "" });

/** A new node of a kind, with as much filled in as can be known. */
export function fresh(kind: Kind, id: string, queue_id: string): Node {
  switch (kind) {
    case "Say":
      return { kind, id, words: noWords(), then: NOWHERE };
    case "ChooseLanguage":
      return { kind, id, options: [{ key: "1", language: "sv" }, { key: "2", language: "nb" }, { key: "3", language: "en" }], then: NOWHERE };
    case "Menu":
      return { kind, id, words: noWords(), options: [{ key: "1", name: "", then: NOWHERE }], otherwise: NOWHERE, tries: 2, wait_ms: 6000 };
    case "WhenOpen":
      return { kind, id, queue_id, open: NOWHERE, closed: NOWHERE };
    case "ToQueue":
      return { kind, id, queue_id };
    case "Goodbye":
      return { kind, id, words: noWords() };
  }
}

const STEM: Record<Kind, string> = { Say: "say", ChooseLanguage: "language", Menu: "menu", WhenOpen: "hours", ToQueue: "queue", Goodbye: "goodbye" };

/** An id that no node of the flow has. */
export function newId(flow: Flow, kind: Kind): string {
  const taken = new Set(flow.nodes.map((node) => node.id));
  for (let n = 1; ; n += 1) if (!taken.has(`${STEM[kind]}-${n}`)) return `${STEM[kind]}-${n}`;
}

/** The flow with a new node; where ``from`` is given, its way out ``slot`` leads there, and on to where it led. */
export function added(flow: Flow, kind: Kind, from?: { readonly id: string; readonly slot: string }): { flow: Flow; id: string } {
  const id = newId(flow, kind);
  const before = from && flow.nodes.find((node) => node.id === from.id);
  const to = before && from ? exitsOf(before).find((exit) => exit.slot === from.slot)?.to : undefined;
  const made = continued(fresh(kind, id, flow.fallback), to ?? NOWHERE);
  const nodes = flow.nodes.map((node) => (from && node.id === from.id ? led(node, from.slot, id) : node));
  return { flow: { ...flow, first: flow.first === NOWHERE ? id : flow.first, nodes: [...nodes, made] }, id };
}

/** A node with its ordinary way out leading on; ends have none. */
function continued(node: Node, to: string): Node {
  const slot = { Say: "then", ChooseLanguage: "then", Menu: "otherwise", WhenOpen: "open", ToQueue: "", Goodbye: "" }[node.kind];
  return led(node, slot, to);
}

/** The flow with a node as it is now; its id stays. */
export function changed(flow: Flow, node: Node): Flow {
  return { ...flow, nodes: flow.nodes.map((each) => (each.id === node.id ? node : each)) };
}

/** The flow without a node. What led to it leads on to where it led when it had one way out, else nowhere. */
export function without(flow: Flow, id: string): Flow {
  const gone = flow.nodes.find((node) => node.id === id);
  const exits = gone === undefined ? [] : exitsOf(gone);
  const next = exits.length === 1 && exits[0]?.to !== id ? (exits[0]?.to ?? NOWHERE) : NOWHERE;
  const nodes = flow.nodes
    .filter((node) => node.id !== id)
    .map((node) => exitsOf(node).reduce((now, exit) => (exit.to === id ? led(now, exit.slot, next) : now), node));
  return { ...flow, first: flow.first === id ? next : flow.first, nodes };
}

/** The first key that a list of options has not taken. */
export function freeKey(taken: readonly { readonly key: string }[]): string {
  return KEYS.find((key) => !taken.some((option) => option.key === key)) ?? "";
}

/** The nodes that a caller can come to. */
export function reachable(flow: Flow): Set<string> {
  const byId = new Map(flow.nodes.map((node) => [node.id, node]));
  const seen = new Set<string>();
  const open = [flow.first];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const node = byId.get(id);
    if (node === undefined || seen.has(id)) continue;
    seen.add(id);
    open.push(...exitsOf(node).map((exit) => exit.to));
  }
  return seen;
}

/** The text of a node in a language, or in any that has one: what a card and a box call it by. */
export function textOf(words: Words, language: Language): string {
  return words[language] || words.sv || words.nb || words.en;
}
