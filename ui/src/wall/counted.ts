// Who stands behind a live figure. Pure; every figure on the wallboard opens the very contacts that it counts.
import type { ContactView, Status } from "../generated/types";
import { inLine, talking } from "../shared/live/derive";

export type LiveFigure = "waiting" | "longest" | "talking";

/** The contacts that are counted, in the order in which they are answered or have talked; of one queue or of all. */
export function counted(figure: LiveFigure, queue: string | null, status: Status): ContactView[] {
  const all = figure === "talking" ? talking(status) : inLine(status);
  const here = queue === null ? all : all.filter((contact) => contact.queue_id === queue);
  if (figure !== "longest") return here;
  const first = here.reduce<ContactView | null>((least, each) => (least === null || each.entered < least.entered ? each : least), null);
  return first === null ? [] : [first];
}

/** Where the contacts behind a figure of today are listed. */
export function behind(figure: string, day: string, queue: string | null): string {
  const of = queue === null ? "" : `&queue=${encodeURIComponent(queue)}`;
  return `/reports/contacts?figure=${figure}&from=${day}&to=${day}${of}`;
}
