// What the command palette finds. Pure: entries in, the best of them out, in an order that does not jump.
import { match } from "../../shared/fold";

export type EntryGroup = "commands" | "pages" | "settings" | "customers" | "contacts";

export interface Entry {
  readonly id: string;
  readonly group: EntryGroup;
  readonly label: string;
  /** Said beside the label, and searched too. */
  readonly hint?: string;
  /** Searched but not shown: other words for the same thing. */
  readonly also?: string;
  readonly keys?: string;
  run(): void;
}

const SHOWN_PER_GROUP = 8;
const ORDER: readonly EntryGroup[] = ["commands", "customers", "contacts", "pages", "settings"];

/** The entries that answer to the query, by group and then by how well; all of them when nothing is asked. */
export function found(query: string, entries: readonly Entry[]): Entry[] {
  const scored = entries
    .map((entry, n) => ({ entry, n, score: scoreOf(query, entry) }))
    .filter((each): each is { entry: Entry; n: number; score: number } => each.score !== null);
  return ORDER.flatMap((group) =>
    scored
      .filter(({ entry }) => entry.group === group)
      .sort((a, b) => b.score - a.score || a.n - b.n)
      .slice(0, SHOWN_PER_GROUP)
      .map(({ entry }) => entry),
  );
}

function scoreOf(query: string, entry: Entry): number | null {
  if (query.trim() === "") return 0;
  if (entry.group === "customers") return 0;
  const label = match(query, entry.label);
  if (label !== null) return label + 10;
  return match(query, `${entry.label} ${entry.hint ?? ""} ${entry.also ?? ""}`);
}
