// The notes that are open in this browser, each with its autosave. A draft lives as long as the page, so that closing a
// panel, the end of a wrap-up or a lost line never takes a word away; a reload finds it in the browser's storage.
import type { Note, NoteConflict } from "../../generated/types";
import { ApiProblem, get, post } from "../../shared/api";
import { centre } from "../../shared/centre.svelte";
import { problemOf } from "../../shared/problems";
import { session } from "../../shared/session.svelte";
import { keysBeginning, store, stored } from "../../shared/stored";
import { Autosave, type SaveAnswer, type SaveState } from "./autosave";

const TRY_AGAIN_MS = 3000;
interface Kept {
  readonly text: string;
  readonly version: number;
}

/** The note, or the summary: what the matter is, as it was said back to the customer. */
export type TextKind = "note" | "summary";

export class Draft {
  readonly contactId: string;
  readonly kind: TextKind;
  text = $state("");
  save = $state.raw<SaveState>({ kind: "clean" });
  /** Somebody else wrote meanwhile: what the note is now. */
  theirs = $state.raw<Note | null>(null);
  #autosave: Autosave | null = null;
  #version = 0;
  #stopped = false;
  readonly #key: string;

  constructor(contactId: string, kind: TextKind) {
    this.contactId = contactId;
    this.kind = kind;
    this.#key = `${prefix(kind)}${contactId}`;
    this.text = stored<Kept>(this.#key)?.text ?? "";
    void this.#load();
  }

  /** Words that the server does not have and is not being given. */
  get waits(): boolean {
    return this.save.kind === "kept" || this.save.kind === "refused";
  }

  get unsent(): boolean {
    return this.#autosave === null ? this.text !== "" : this.#autosave.unsent;
  }

  typed(text: string): void {
    this.text = text;
    if (this.#autosave === null) this.#keep(text);
    else this.#autosave.typed(text);
  }

  async flush(): Promise<void> {
    if (this.theirs !== null) return;
    if (this.#autosave === null) await this.#load();
    await this.#autosave?.flush();
  }

  /** For good: whoever writes has signed out. */
  stop(): void {
    this.#stopped = true;
    this.#autosave?.stop();
  }

  keepMine(): void {
    this.#settle(this.text);
  }

  keepBoth(): void {
    if (this.theirs !== null) this.#settle(`${this.theirs.text}\n\n${this.text}`);
  }

  #settle(text: string): void {
    const theirs = this.theirs;
    if (theirs === null || this.#autosave === null) return;
    this.theirs = null;
    this.#version = theirs.version;
    this.text = text;
    this.#autosave.text = text;
    this.#keep(text);
    this.#autosave.rebase(theirs.version, theirs.text);
  }

  async #load(): Promise<void> {
    if (this.#autosave !== null || this.#stopped) return;
    try {
      this.#begin(await get<Note>(this.#path));
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status === 0 || error.status >= 500) {
        setTimeout(() => void this.#load(), TRY_AGAIN_MS);
        return;
      }
      this.save = { kind: "refused", code: problemOf(error).code };
    }
  }

  /** What the server has meets what was kept or typed here before it answered. */
  #begin(note: Note): void {
    if (this.#autosave !== null || this.#stopped) return;
    const kept = stored<Kept>(this.#key);
    this.#version = kept?.version || note.version;
    const mine = this.text === "" ? null : this.text;
    this.#autosave = new Autosave(
      {
        save: (text, version) => this.#send(text, version),
        keep: (text) => this.#keep(text),
        changed: (state) => (this.save = state),
        now: () => Date.now(),
      },
      { text: note.text, version: this.#version },
      mine,
    );
    this.text = this.#autosave.text;
  }

  async #send(text: string, version: number): Promise<SaveAnswer> {
    if (this.theirs !== null) return { ok: false, code: "changed_meanwhile", again: false };
    try {
      const note = await post<Note>(this.#path, { text, version });
      this.#version = note.version;
      return { ok: true, version: note.version };
    } catch (error) {
      const problem = problemOf(error);
      if (problem.code === "changed_meanwhile") this.theirs = (problem as NoteConflict).current;
      const again = error instanceof ApiProblem && (error.status === 0 || error.status >= 500 || error.status === 429);
      return { ok: false, code: problem.code, again };
    }
  }

  #keep(text: string | null): void {
    store(this.#key, text === null ? null : { text, version: this.#version });
  }

  get #path(): string {
    return `/api/contacts/${encodeURIComponent(this.contactId)}/${this.kind}`;
  }
}

/** Kept for whoever wrote it: on a shared computer nobody finds another's words. */
function prefix(kind: TextKind): string {
  return `lur.${kind}.${session.me?.account ?? ""}.`;
}

const drafts = new Map<string, Draft>();

export function draftOf(contactId: string, kind: TextKind = "note"): Draft {
  const key = `${kind} ${contactId}`;
  let draft = drafts.get(key);
  if (draft === undefined) {
    draft = new Draft(contactId, kind);
    drafts.set(key, draft);
  }
  return draft;
}

/** Send what is written about one contact, note and summary; false when something of it could not be sent. */
export async function flushOf(contactId: string): Promise<boolean> {
  const written = [draftOf(contactId), draftOf(contactId, "summary")];
  await Promise.all(written.map((draft) => draft.flush()));
  return !written.some((draft) => draft.unsent);
}

/** Words about a contact that the server does not have and is not being given. */
export function waitsOf(contactId: string): boolean {
  return (["note", "summary"] as const).some((kind) => drafts.get(`${kind} ${contactId}`)?.waits === true);
}

/** Send all that is unsent: the line is back, the page goes away, or somebody signs out. */
export async function flushAll(): Promise<void> {
  const unsent = [...drafts.values()].filter((draft) => draft.unsent && draft.theirs === null);
  await Promise.all(unsent.map((draft) => draft.flush()));
}

/** Whoever wrote has signed out: who signs in next must not send it as theirs. What was not sent stays kept. */
export function forgetDrafts(): void {
  for (const draft of drafts.values()) draft.stop();
  drafts.clear();
}

/** What an earlier page left unsent is sent; from now on the drafts follow the line and the page; the answer stops it. */
export function watchDrafts(): () => void {
  for (const kind of ["note", "summary"] as const) {
    for (const key of keysBeginning(prefix(kind))) draftOf(key.slice(prefix(kind).length), kind);
  }
  const send = (): void => void flushAll();
  const hidden = (): void => {
    if (document.visibilityState === "hidden") send();
  };
  document.addEventListener("visibilitychange", hidden);
  addEventListener("pagehide", send);
  const stop = $effect.root(() => {
    $effect(() => {
      if (centre.link === "live") send();
    });
  });
  return () => {
    document.removeEventListener("visibilitychange", hidden);
    removeEventListener("pagehide", send);
    stop();
  };
}
