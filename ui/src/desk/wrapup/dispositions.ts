// The tree of results: flattened for a search box, with the ones used last on top. Pure.
import type { Disposition, Language } from "../../generated/types";
import { match } from "../../shared/fold";

export interface Leaf {
  readonly id: string;
  readonly label: string;
  /** The branches above it, from the trunk: "Delivery › Late". Empty for one without parents. */
  readonly path: string;
}

const LAST_SHOWN = 4;
export const LAST_KEPT = 8;

/** What can be chosen: living nodes without living children, in the order of the tree. */
export function leavesOf(all: readonly Disposition[], language: Language): Leaf[] {
  const alive = all.filter((node) => !node.archived);
  const children = (parent: string | null): Disposition[] =>
    alive.filter((node) => node.parent === parent).sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1));
  const walk = (node: Disposition, path: readonly string[]): Leaf[] => {
    const below = children(node.id);
    if (below.length === 0) return [{ id: node.id, label: node[language], path: path.join(" › ") }];
    return below.flatMap((child) => walk(child, [...path, node[language]]));
  };
  return children(null).flatMap((node) => walk(node, []));
}

export interface Shown {
  readonly last: readonly Leaf[];
  readonly others: readonly Leaf[];
}

/** What a search shows: without words the last used first, with words the best matches. */
export function shownFor(query: string, leaves: readonly Leaf[], last: readonly string[]): Shown {
  if (query.trim() === "") {
    const used = last
      .map((id) => leaves.find((leaf) => leaf.id === id))
      .filter((leaf) => leaf !== undefined)
      .slice(0, LAST_SHOWN);
    return { last: used, others: leaves.filter((leaf) => !used.includes(leaf)) };
  }
  const scored = leaves
    .map((leaf, n) => ({ leaf, n, score: scoreOf(query, leaf, last) }))
    .filter((each): each is { leaf: Leaf; n: number; score: number } => each.score !== null);
  return { last: [], others: scored.sort((a, b) => b.score - a.score || a.n - b.n).map(({ leaf }) => leaf) };
}

function scoreOf(query: string, leaf: Leaf, last: readonly string[]): number | null {
  const used = last.includes(leaf.id) ? 1 : 0;
  const label = match(query, leaf.label);
  if (label !== null) return label + 10 + used;
  const all = match(query, `${leaf.path} ${leaf.label}`);
  return all === null ? null : all + used;
}

/** The list of last used after one more use. */
export function usedNow(id: string, last: readonly string[]): string[] {
  return [id, ...last.filter((each) => each !== id)].slice(0, LAST_KEPT);
}

/** A result's name for a reader, found by its id; the id itself when the tree does not know it. */
export function resultName(id: string | null, all: readonly Disposition[], language: Language): string {
  if (id === null) return "";
  return all.find((node) => node.id === id)?.[language] ?? id;
}
