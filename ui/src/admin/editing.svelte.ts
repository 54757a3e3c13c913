// Two people who edit the same thing: what was loaded has a revision, which goes along when it is saved. Whoever is second
// keeps what they typed, sees what the other one changed, and chooses.
import type { EditConflict, ItemAnswer } from "../generated/types";
import { get, post } from "../shared/api";
import { conflictIn } from "./history/history";
import { Sending } from "./sending.svelte";

export class Editing extends Sending {
  conflict = $state.raw<EditConflict | null>(null);
  #seen = "";

  /** Ask for the revision before what is edited is loaded: then a change in between is told and never lost. */
  async look(section: string, key = ""): Promise<void> {
    this.conflict = null;
    const path = `/api/settings/items/${section}?key=${encodeURIComponent(key)}`;
    this.#seen = await get<ItemAnswer>(path).then((item) => item.revision, () => "");
  }

  /** POST, unless somebody else has changed it since ``look``; true when it went well. */
  async save(path: string, body: object, done: string): Promise<boolean> {
    this.conflict = null;
    const headers: Record<string, string> = this.#seen === "" ? {} : { "if-match": this.#seen };
    return this.run(async () => {
      try {
        await post(path, body, headers);
      } catch (error) {
        this.conflict = conflictIn(error);
        throw error;
      }
    }, done);
  }

  /** What is typed shall stand, upon what the other one has made of it. */
  keepMine(): void {
    if (this.conflict !== null) this.#seen = this.conflict.revision;
    this.conflict = null;
    this.trouble = "";
  }
}
