// Words as a search sees them: small letters without marks, so that "asa" finds "Åsa" and "øst" finds "Ost". Pure.
const SPECIAL: Record<string, string> = { æ: "ae", ø: "o", ð: "d", þ: "th", ß: "ss", đ: "d", ł: "l" };

export function fold(text: string): string {
  return text
    .toLowerCase()
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[æøðþßđł]/g, (letter) => SPECIAL[letter] ?? letter);
}

export function wordsOf(text: string): string[] {
  return fold(text)
    .split(/[^\p{L}\p{N}+]+/u)
    .filter((word) => word !== "");
}

/**
 * How well ``text`` answers to ``query``: every word of the query must begin a word of the text (then higher is better)
 * or stand inside one; null when one does not.
 */
export function match(query: string, text: string): number | null {
  const wanted = wordsOf(query);
  const found = wordsOf(text);
  let score = 0;
  for (const [n, word] of wanted.entries()) {
    const place = found.findIndex((each) => each.startsWith(word));
    if (place >= 0) score += (place === n ? 4 : 3) + (found[place] === word ? 2 : 0);
    else if (word.length > 1 && found.some((each) => each.includes(word))) score += 1;
    else return null;
  }
  return score;
}
