// What an agent does, as requests. Each says in ``desk.busy`` that it is on its way and in ``desk.trouble`` why not.
import type { Done, FinishWrapUpBody } from "../generated/types";
import { post } from "../shared/api";
import { problemOf } from "../shared/problems";
import { desk } from "./desk.svelte";
import { Once } from "./once";

const ME = "/api/agents/me";

/** The answer; null when it did not happen. */
export async function asked<T>(what: string, path: string, body?: object): Promise<T | null> {
  desk.busy = what;
  desk.trouble = null;
  try {
    desk.lastDone = what;
    return await post<T>(path, body);
  } catch (error) {
    desk.trouble = problemOf(error);
    return null;
  } finally {
    if (desk.busy === what) desk.busy = null;
  }
}

export async function ask(what: string, path: string, body?: object): Promise<boolean> {
  return (await asked<Done>(what, path, body)) !== null;
}

const pressed = new Once();

/** Something that happens once to whatever the path names: a key that is pressed twice says it once. */
export function askOnce(what: string, path: string, body?: object): Promise<boolean> {
  return pressed.do(path, () => ask(what, path, body));
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
  accept: (offer: string) => askOnce("answer", at("offers", offer, "accept")),
  decline: (offer: string) => askOnce("decline", at("offers", offer, "decline")),
  hold: (contact: string) => ask("hold", at("contacts", contact, "hold")),
  resume: (contact: string) => ask("hold", at("contacts", contact, "resume")),
  /** What came of a contact, said when its wrap-up is over already. */
  describe: (contact: string, body: FinishWrapUpBody) => ask("finish", at("contacts", contact, "describe"), body),
  /** While one talks on: the matter is solved, or it is not after all. */
  markSolved: (contact: string, solved: boolean) => ask("solved", at("contacts", contact, "describe"), { solved } satisfies FinishWrapUpBody),
  end: (contact: string) => askOnce("end", at("contacts", contact, "end")),
};
