// Levels as they are typed in the table of skills: shown at once, and sent one after the other for each agent, so that
// a digit typed while another is on its way is not lost.
import type { AgentView, Skill } from "../../generated/types";
import { announcer } from "../../shared/announce.svelte";
import { post } from "../../shared/api";
import { reader } from "../../shared/i18n/reader.svelte";
import { problemOf, problemSentence } from "../../shared/problems";
import { skillsText } from "../skills";

interface Typed {
  readonly skills: readonly Skill[];
  /** What the centre still showed when the last of it was sent; null while something is on its way. */
  readonly left: string | null;
}

export class TypedSkills {
  trouble = $state("");
  #typed = $state.raw<ReadonlyMap<string, Typed>>(new Map());
  readonly #shown = new Map<string, string>();
  readonly #last = new Map<string, Promise<boolean>>();

  of(agent: AgentView): readonly Skill[] {
    return this.#typed.get(agent.id)?.skills ?? agent.own_skills;
  }

  /** True when it went well, and then ``said`` is announced. */
  async send(agent: AgentView, skills: readonly Skill[], said: string): Promise<boolean> {
    this.#put(agent.id, { skills, left: null });
    const mine = (this.#last.get(agent.id) ?? Promise.resolve(true)).then(() => this.#post(agent.id, skills, said));
    this.#last.set(agent.id, mine);
    const done = await mine;
    if (this.#last.get(agent.id) === mine) {
      this.#last.delete(agent.id);
      this.#put(agent.id, done ? { skills, left: this.#shown.get(agent.id) ?? null } : undefined);
    }
    return done;
  }

  /** The centre shows agents as they are now: what was sent is not needed beside that any more. */
  seen(agents: readonly AgentView[]): void {
    for (const agent of agents) {
      const typed = this.#typed.get(agent.id);
      const now = textOf(agent.own_skills);
      this.#shown.set(agent.id, now);
      if (typed === undefined || typed.left === null) continue;
      if (now !== typed.left || now === textOf(typed.skills)) this.#put(agent.id, undefined);
    }
  }

  async #post(id: string, skills: readonly Skill[], said: string): Promise<boolean> {
    this.trouble = "";
    try {
      await post(`/api/agents/${encodeURIComponent(id)}/skills`, { skills });
      announcer.say(said);
      return true;
    } catch (error) {
      this.trouble = problemSentence(problemOf(error), reader.t);
      return false;
    }
  }

  #put(id: string, typed: Typed | undefined): void {
    const next = new Map(this.#typed);
    if (typed === undefined) next.delete(id);
    else next.set(id, typed);
    this.#typed = next;
  }
}

function textOf(skills: readonly Skill[]): string {
  return skillsText([...skills].sort((a, b) => (a.name < b.name ? -1 : 1)));
}
