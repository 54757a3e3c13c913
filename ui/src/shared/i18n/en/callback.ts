// Calling a customer back: what is seen before it, while it rings at the customer's, and what came of it.
import type { CallMiss } from "../../../generated/types";

export const callback = {
  wanted: "Wants to be called",
  call: "Call",
  stop: "Stop calling",
  preview: (keys: string) => `Read first. The customer is called when you press ${keys}.`,
  asked: (time: string) => `asked at ${time}`,
  before: (time: string) => `before ${time} if possible`,
  attempt: (n: number, most: number) => `attempt ${n} of ${most}`,
  dialling: "Calling",
  diallingNote: "The customer's phone is ringing. You hear each other as soon as they answer.",
  missed: {
    busy: "It was busy.",
    no_answer: "Nobody answered.",
    unreachable: "The number could not be reached.",
    failed: "The call did not get through.",
    refused: "The number may not be called.",
  } satisfies Record<CallMiss, string>,
  again: (time: string) => `We try again at ${time}.`,
  last: "That was the last attempt.",
  stopped: "You stopped calling. The customer keeps the place.",
  next: "wants to be called back",
  announce: {
    ring: (who: string, queue: string, keys: string) => `To be called: ${who}, ${queue}. ${keys} calls.`,
    dialling: (who: string) => `Calling ${who}`,
  },
};
