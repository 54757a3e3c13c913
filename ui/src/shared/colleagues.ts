// The colleagues' API, one function for each thing that can be done.
import type {
  AuthorityBody,
  ChangeDecisionKindBody,
  ChangeHandoverRuleBody,
  ChangeOutsideNumberBody,
  Colleague,
  ColleagueBook,
  ColleaguesFound,
  DecisionKind,
  DecisionKindBody,
  HandoverRule,
  HandoverRuleBody,
  OutsideNumber,
  OutsideNumberBody,
  RefusedNumber,
  RefusedNumberBody,
  RefusedNumbers,
} from "../generated/types";
import { get, post } from "./api";

const safe = encodeURIComponent;

export const colleagues = {
  book: () => get<ColleagueBook>("/api/colleagues"),
  search: (query: string, signal?: AbortSignal) => get<ColleaguesFound>(`/api/colleagues/search?q=${safe(query)}`, signal),
  topics: (agentId: string, topics: string) => post<Colleague>(`/api/colleagues/${safe(agentId)}/topics`, { topics }),
  authority: (agentId: string, body: AuthorityBody) => post<Colleague>(`/api/colleagues/${safe(agentId)}/authority`, body),
  addKind: (body: DecisionKindBody) => post<DecisionKind>("/api/decision-kinds", body),
  changeKind: (id: string, body: ChangeDecisionKindBody) => post<DecisionKind>(`/api/decision-kinds/${safe(id)}`, body),
  addRule: (body: HandoverRuleBody) => post<HandoverRule>("/api/handover-rules", body),
  changeRule: (id: string, body: ChangeHandoverRuleBody) => post<HandoverRule>(`/api/handover-rules/${safe(id)}`, body),
  removeRule: (rule: HandoverRule) => post<HandoverRule>(`/api/handover-rules/${safe(rule.id)}/remove`, { version: rule.version }),
  addOutside: (body: OutsideNumberBody) => post<OutsideNumber>("/api/outside-numbers", body),
  changeOutside: (id: string, body: ChangeOutsideNumberBody) => post<OutsideNumber>(`/api/outside-numbers/${safe(id)}`, body),
  removeOutside: (one: OutsideNumber) => post<OutsideNumber>(`/api/outside-numbers/${safe(one.id)}/remove`, { version: one.version }),
  refused: (number: string, signal?: AbortSignal) => get<RefusedNumbers>(`/api/refused-numbers?number=${safe(number)}`, signal),
  refuse: (body: RefusedNumberBody) => post<RefusedNumber>("/api/refused-numbers", body),
  allow: (id: string) => post<RefusedNumber>(`/api/refused-numbers/${safe(id)}/remove`),
};
