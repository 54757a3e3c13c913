// What a node and its ways out are called, on cards, in the picture and to a screen reader. Pure.
import type { Language, Node } from "../../generated/types";
import type { Catalogue } from "../../shared/i18n/index";
import { type Exit, type Flow, textOf } from "./flow";

/** How a queue is called; the id when it is not known any more. */
export type QueueName = (id: string) => string;

const LONGEST = 48;

/** A node in a few words: the queue, the languages, or how its text begins. */
export function titleOf(node: Node, t: Catalogue, language: Language, queueName: QueueName): string {
  switch (node.kind) {
    case "ToQueue":
      return queueName(node.queue_id);
    case "WhenOpen":
      return t.flows.whenOpenTitle(queueName(node.queue_id));
    case "ChooseLanguage":
      return node.options.map((option) => `${option.key} ${t.languages[option.language]}`).join(", ");
    default:
      return shortened(textOf(node.words, language)) || t.flows.untitled;
  }
}

function shortened(text: string): string {
  const plain = text.replace(/\s+/g, " ").trim();
  return plain.length <= LONGEST ? plain : `${plain.slice(0, LONGEST - 1).trimEnd()}…`;
}

/** The title of a node by its id; what a way out leads to. */
export function titleById(flow: Flow, id: string, t: Catalogue, language: Language, queueName: QueueName): string {
  const node = flow.nodes.find((each) => each.id === id);
  return node === undefined ? t.flows.nowhere.toLowerCase() : titleOf(node, t, language, queueName);
}

/** What stands on a way out. */
export function labelOf(exit: Exit, t: Catalogue): string {
  switch (exit.kind) {
    case "key":
      return exit.name === "" ? exit.key : `${exit.key} ${exit.name}`;
    case "otherwise":
      return t.flows.otherwiseShort;
    case "open":
      return t.flows.openShort;
    case "closed":
      return t.flows.closedShort;
    default:
      return "";
  }
}
