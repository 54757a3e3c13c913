// What is not finished with a customer, as lines to be read before hello. Pure.
import type { Disposition, Language, OpenMatter } from "../../generated/types";
import { dayInWords, shortDate } from "../../shared/format";
import type { Catalogue } from "../../shared/i18n/index";
import { resultName } from "../wrapup/dispositions";

export interface MatterLine {
  readonly key: string;
  readonly kind: OpenMatter["kind"];
  readonly what: string;
  /** When it was, or when and by whom it is to be done. */
  readonly when: string;
}

export interface Names {
  agent(id: string): string;
  queue(id: string): string;
}

/** Each promise a line of its own; the contact that the desk is about is not news. */
export function linesOf(
  matters: readonly OpenMatter[],
  here: string | null,
  tree: readonly Disposition[],
  names: Names,
  t: Catalogue,
  language: Language,
): MatterLine[] {
  return matters.flatMap(({ kind, contact, note_line, next_steps }): MatterLine[] => {
    const steps = next_steps.map((step): MatterLine => ({
      key: step.id,
      kind: "promised",
      what: step.text || note_line,
      when: t.customer.openBy(dayInWords(step.due, language), names.agent(step.owner)),
    }));
    if (kind === "promised" || contact.id === here) return steps;
    const what = note_line || resultName(contact.disposition, tree, language) || names.queue(contact.queue_id);
    return [{ key: contact.id, kind, what, when: shortDate(contact.entered, language) }, ...steps];
  });
}
