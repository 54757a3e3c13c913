// A review while it is written: answers, notes, marks. It is saved as it grows, whole each time, by the same machinery as
// the desk's notes, so that nothing typed is lost when the line, the page or another window gets in the way.
import type { Given, Mark, QuestionNote, ReviewView } from "../generated/types";
import { Autosave, type SaveAnswer, type SaveState } from "../desk/notes/autosave";
import { ApiProblem, get, post } from "../shared/api";
import { centre } from "../shared/centre.svelte";
import { problemOf } from "../shared/problems";
import { store, stored } from "../shared/stored";
import { givenList, givenMap } from "./quality";

interface Whole {
  readonly given: readonly Given[];
  readonly notes: readonly QuestionNote[];
  readonly marks: readonly Mark[];
  readonly whole: string;
}

/** What this browser kept, and the version that it was written upon. */
interface Kept {
  readonly whole: Whole;
  readonly version: number;
}

export class ReviewDraft {
  readonly id: string;
  given = $state.raw<ReadonlyMap<string, number | null>>(new Map());
  notes = $state.raw<ReadonlyMap<string, string>>(new Map());
  marks = $state.raw<readonly Mark[]>([]);
  whole = $state("");
  save = $state.raw<SaveState>({ kind: "clean" });
  /** Who has it now, when somebody took it over. */
  takenBy = $state("");
  /** Another window of one's own was quicker. */
  theirs = $state.raw<ReviewView | null>(null);
  #view: ReviewView;
  #version: number;
  #autosave: Autosave;
  readonly #key: string;

  constructor(view: ReviewView) {
    this.#view = view;
    this.id = view.review.id;
    this.#key = `lur.review.${this.id}`;
    this.#version = view.review.version;
    this.#take(this.#wholeOf(view));
    const kept = stored<Kept>(this.#key);
    const saved = { text: JSON.stringify(this.#wholeOf(view)), version: this.#version };
    if (kept !== null) this.#take(kept.whole);
    // Written here upon an older version: nothing is sent over the newer one before somebody has chosen.
    const stale = kept !== null && kept.version !== this.#version && JSON.stringify(kept.whole) !== saved.text;
    if (stale) this.theirs = view;
    this.#autosave = new Autosave(
      {
        save: (text, version) => this.#send(text, version),
        keep: (text) => store(this.#key, text === null ? null : ({ whole: JSON.parse(text) as Whole, version: this.#version } satisfies Kept)),
        changed: (state) => (this.save = state),
        now: () => centre.now,
      },
      saved,
      kept === null || stale ? null : JSON.stringify(kept.whole),
    );
  }

  /** The last version that the server has of it. */
  get version(): number {
    return this.#version;
  }

  get unsent(): boolean {
    return this.#autosave.unsent;
  }

  answer(questionId: string, value: number | null): void {
    this.given = new Map(this.given).set(questionId, value);
    this.#changed();
  }

  note(questionId: string, text: string): void {
    this.notes = new Map(this.notes).set(questionId, text);
    this.#changed();
  }

  say(text: string): void {
    this.whole = text;
    this.#changed();
  }

  /** Marks in the order of their times. */
  setMarks(marks: readonly Mark[]): void {
    this.marks = [...marks].sort((one, other) => one.at_ms - other.at_ms);
    this.#changed();
  }

  flush(): Promise<void> {
    return this.#autosave.flush();
  }

  stop(): void {
    this.#autosave.stop();
  }

  /** Another window was quicker: what is here is sent over it. */
  keepMine(): void {
    const theirs = this.theirs;
    if (theirs === null) return;
    this.theirs = null;
    this.#version = theirs.review.version;
    this.#autosave.text = this.#text();
    this.#autosave.rebase(this.#version, JSON.stringify(this.#wholeOf(theirs)));
  }

  /** Another window was quicker: this one shows what was written there. */
  takeTheirs(): void {
    const theirs = this.theirs;
    if (theirs === null) return;
    this.theirs = null;
    this.#version = theirs.review.version;
    this.#take(this.#wholeOf(theirs));
    this.#autosave.text = this.#text();
    this.#autosave.rebase(this.#version, this.#text());
  }

  #changed(): void {
    if (this.theirs === null) this.#autosave.typed(this.#text());
    else store(this.#key, { whole: JSON.parse(this.#text()) as Whole, version: 0 } satisfies Kept);
  }

  #text(): string {
    const notes = [...this.notes].filter(([, text]) => text !== "").sort(([one], [other]) => one.localeCompare(other));
    const whole: Whole = {
      given: givenList(this.#view.form, this.given),
      notes: notes.map(([question_id, text]) => ({ question_id, text })),
      marks: this.marks,
      whole: this.whole,
    };
    return JSON.stringify(whole);
  }

  #wholeOf({ review, written, form }: ReviewView): Whole {
    const given = givenList(form, givenMap(review.given));
    return { given, notes: written.notes, marks: written.marks, whole: written.whole };
  }

  #take({ given, notes, marks, whole }: Whole): void {
    this.given = givenMap(given);
    this.notes = new Map(notes.map(({ question_id, text }) => [question_id, text]));
    this.marks = marks;
    this.whole = whole;
  }

  async #send(text: string, version: number): Promise<SaveAnswer> {
    try {
      const { seq } = await post<{ seq: number }>(`/api/quality/reviews/${this.id}/draft`, { ...(JSON.parse(text) as Whole), version });
      this.#version = seq;
      return { ok: true, version: seq };
    } catch (error) {
      return this.#refused(error);
    }
  }

  async #refused(error: unknown): Promise<SaveAnswer> {
    const { code, detail } = problemOf(error);
    if (code === "not_your_review") this.takenBy = detail;
    if (code === "changed_meanwhile") this.theirs = await get<ReviewView>(`/api/quality/reviews/${this.id}`).catch(() => null);
    const status = error instanceof ApiProblem ? error.status : 0;
    return { ok: false, code, again: status === 0 || status >= 500 };
  }
}
