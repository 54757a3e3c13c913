// What the page of changes asks for, and in which words rows are told. Pure.
import type { ChangeAnswer, EditConflict, Language } from "../../generated/types";
import { ApiProblem } from "../../shared/api";
import { dayAndTime } from "../../shared/format";
import type { Catalogue } from "../../shared/i18n/index";

export interface Wanted {
  readonly section: string;
  readonly by: string;
  /** A day, as 2026-11-22; empty: any. */
  readonly since: string;
}

export const ALL: Wanted = { section: "", by: "", since: "" };

/** The address of a page of changes. */
export function pathOf(wanted: Wanted, below: number | null): string {
  const query = new URLSearchParams();
  if (wanted.section !== "") query.set("section", wanted.section);
  if (wanted.by !== "") query.set("by", wanted.by);
  if (wanted.since !== "") query.set("since", String(new Date(`${wanted.since}T00:00`).getTime()));
  if (below !== null) query.set("below", String(below));
  return `/api/changes${query.size === 0 ? "" : `?${query}`}`;
}

/** A part as the reader calls it; one that this page does not know by its own name. */
export function sectionName(section: string, t: Catalogue): string {
  return t.history.sections[section] ?? section;
}

/** Who it was; it may be nobody, or somebody who is gone. */
export function whoOf(change: Pick<ChangeAnswer, "by" | "by_name">, t: Catalogue): string {
  if (change.by_name !== "") return change.by_name;
  return change.by.startsWith("account:") ? t.history.gone : t.history.system;
}

/** A field's value as people read it: an instant, which the file keeps in milliseconds, as day and time. */
export function valueOf(path: string, text: string, language: Language): string {
  return /_at$/.test(path) && /^\d{13}$/.test(text) ? dayAndTime(Number(text), language) : text;
}

/** What was changed, as one would say it: the part and the item. */
export function whatOf(change: { readonly section: string; readonly key: string }, t: Catalogue): string {
  const name = sectionName(change.section, t);
  return change.key === "" ? name : `${name}: ${change.key}`;
}

/** Somebody else was first, if that is what went wrong. */
export function conflictIn(error: unknown): EditConflict | null {
  if (!(error instanceof ApiProblem) || error.problem.code !== "setting_changed") return null;
  return error.problem as EditConflict;
}
