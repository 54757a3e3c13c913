// What an agent does, as requests. Each says in ``desk.busy`` that it is on its way and in ``desk.trouble`` why not.
import type { Done, FinishWrapUpBody } from "../generated/types";
import { post } from "../shared/api";
import { problemOf } from "../shared/problems";
import { desk } from "./desk.svelte";

const ME = "/api/agents/me";

export async function ask(what: string, path: string, body?: object): Promise<boolean> {
  desk.busy = what;
  desk.trouble = null;
  try {
    desk.lastDone = what;
    await post<Done>(path, body);
    return true;
  } catch (error) {
    desk.trouble = problemOf(error);
    return false;
  } finally {
    if (desk.busy === what) desk.busy = null;
  }
}

const at = (kind: "contacts" | "offers", id: string, verb: string): string => `/api/${kind}/${encodeURIComponent(id)}/${verb}`;

export const act = {
  ready: () => ask("ready", `${ME}/ready`),
  pause: (reason: string) => ask("pause", `${ME}/pause`, { reason }),
  signOut: () => ask("signOut", `${ME}/sign-out`),
  moreTime: () => ask("more", `${ME}/more-time`, {}),
  /** The same without anybody having pressed anything: not shown, and asked again when it did not come through. */
  keepTime: (by_ms: number) => post<Done>(`${ME}/more-time`, { by_ms }).catch(() => undefined),
  finish: (body: FinishWrapUpBody) => ask("finish", `${ME}/finish-wrap-up`, body),
  accept: (offer: string) => ask("answer", at("offers", offer, "accept")),
  decline: (offer: string) => ask("decline", at("offers", offer, "decline")),
  hold: (contact: string) => ask("hold", at("contacts", contact, "hold")),
  resume: (contact: string) => ask("hold", at("contacts", contact, "resume")),
  /** What came of a contact, said when its wrap-up is over already. */
  describe: (contact: string, body: FinishWrapUpBody) => ask("finish", at("contacts", contact, "describe"), body),
  /** While one talks on: the matter is solved, or it is not after all. */
  markSolved: (contact: string, solved: boolean) => ask("solved", at("contacts", contact, "describe"), { solved } satisfies FinishWrapUpBody),
  end: (contact: string) => ask("end", at("contacts", contact, "end")),
};
