// Answers to common questions as they are kept in order. Pure.
import type { AnswerBody, ChangeAnswerBody, CommonAnswer, Language } from "../../generated/types";

/** Those of a language, in the order in which customers see them. */
export function inOrder(all: readonly CommonAnswer[], language: Language): CommonAnswer[] {
  return all.filter((each) => each.language === language).sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1));
}

/** Where a new one stands: after all others of its language. */
export function lastPosition(all: readonly CommonAnswer[], language: Language): number {
  return Math.max(-1, ...inOrder(all, language).map((each) => each.position)) + 1;
}

export function changeOf(answer: CommonAnswer, change: Partial<AnswerBody> = {}): ChangeAnswerBody {
  const { language, question, text, queue_ids, position, version } = answer;
  return { language, question, text, queue_ids, position, version, ...change };
}

/** What must be sent so that one changes places with its neighbour: all whose position becomes another. */
export function moved(list: readonly CommonAnswer[], answer: CommonAnswer, by: -1 | 1): { id: string; body: ChangeAnswerBody }[] {
  const from = list.indexOf(answer);
  const to = from + by;
  if (from < 0 || to < 0 || to >= list.length) return [];
  const order = [...list];
  order.splice(to, 0, ...order.splice(from, 1));
  return order
    .map((each, position) => ({ each, position }))
    .filter(({ each, position }) => each.position !== position)
    .map(({ each, position }) => ({ id: each.id, body: changeOf(each, { position }) }));
}
