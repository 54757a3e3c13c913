// What is done with colleagues in a talk, as requests; troubles and waiting are told as of all the desk's requests.
import type { AskBody, JoinBody, NewParty, PartBody, SitInBody, TakeOverBody } from "../../generated/types";
import { ask, askOnce, asked } from "../actions";
import type { HeardPart } from "./situation";

const contact = (id: string, verb: string): string => `/api/contacts/${encodeURIComponent(id)}/${verb}`;
const party = (id: string, verb: string): string => `/api/parties/${encodeURIComponent(id)}/${verb}`;
const ME = "/api/agents/me";

export const talkAct = {
  /** Who is rung; null when nobody is. */
  ask: (id: string, body: AskBody) => asked<NewParty>("ask", contact(id, "ask"), body),
  /** The first who is rung for help; null when nobody is. */
  help: (id: string) => asked<NewParty>("help", contact(id, "ask"), { purpose: "help" } satisfies AskBody),
  toQueue: (id: string, queue_id: string) => ask("ask", contact(id, "queue"), { queue_id }),
  handOver: (id: string, party_id: string) => askOnce("handOver", contact(id, "hand-over"), { party_id }),
  leave: (id: string) => askOnce("leave", contact(id, "leave")),
  join: (id: string, part: HeardPart) => ask("join", contact(id, "join"), { part } satisfies JoinBody),

  answer: (id: string) => askOnce("answer", party(id, "answer")),
  decline: (id: string) => askOnce("decline", party(id, "decline")),
  go: (id: string) => askOnce("leave", party(id, "leave")),
  drop: (id: string) => askOnce("drop", party(id, "drop")),
  part: (id: string, part: PartBody["part"]) => ask("part", party(id, "part"), { part } satisfies PartBody),
  takeOver: (id: string, body: TakeOverBody) => askOnce("takeOver", party(id, "take-over"), body),

  standBy: () => ask("standBy", `${ME}/standby`),
  sitIn: (learner_id: string) => ask("sitIn", `${ME}/sit-in`, { learner_id } satisfies SitInBody),
  getUp: () => ask("getUp", `${ME}/get-up`),
};
