// The tree of results as an administrator arranges it. Pure.
import type { Disposition, DispositionBody } from "../generated/types";

const LEVELS = 3;
const LONGEST_ID = 40;

export interface Row {
  readonly node: Disposition;
  readonly level: number;
  readonly siblings: readonly Disposition[];
}

/** The tree as lines, each with how deep it stands and who stands beside it. */
export function rowsOf(all: readonly Disposition[], archivedToo: boolean): Row[] {
  const below = (parent: string | null, level: number): Row[] => {
    const siblings = all
      .filter((node) => node.parent === parent && (archivedToo || !node.archived))
      .sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1));
    return siblings.flatMap((node) => [{ node, level, siblings }, ...below(node.id, level + 1)]);
  };
  return below(null, 0);
}

/** Below which a new one may stand: there are at most three levels. */
export function possibleParents(all: readonly Disposition[]): Row[] {
  return rowsOf(all, false).filter((row) => row.level < LEVELS - 1);
}

/** An id that the journal keeps for ever, made of a name: "Wrong address" is wrong-address, or wrong-address-2. */
export function newId(name: string, all: readonly { readonly id: string }[], nameless = "result"): string {
  const plain = name
    .toLowerCase()
    .replace(/[åä]/g, "a")
    .replace(/[öø]/g, "o")
    .replace(/æ/g, "ae")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, LONGEST_ID - 4);
  const base = plain === "" ? nameless : plain;
  const taken = new Set(all.map((node) => node.id));
  for (let n = 1; ; n += 1) {
    const id = n === 1 ? base : `${base}-${n}`;
    if (!taken.has(id)) return id;
  }
}

/** What must be sent so that a node changes places with its neighbour: every sibling whose position is another. */
export function moved(row: Row, by: -1 | 1): { id: string; body: DispositionBody }[] {
  const order = [...row.siblings];
  const from = order.indexOf(row.node);
  const to = from + by;
  if (from < 0 || to < 0 || to >= order.length) return [];
  order.splice(to, 0, ...order.splice(from, 1));
  return order
    .map((node, position) => ({ node, position }))
    .filter(({ node, position }) => node.position !== position)
    .map(({ node, position }) => ({ id: node.id, body: bodyOf(node, { position }) }));
}

export function bodyOf(node: Disposition, change: Partial<DispositionBody> = {}): DispositionBody {
  const { parent, position, sv, nb, en, archived } = node;
  return { parent, position, sv, nb, en, archived, ...change };
}
