// What may be decided and how much, as words and as a field holds it. Amounts are hundredths. Pure.
import type { Authority, DecisionKind, HandoverRule, Language, Unit } from "../generated/types";
import type { Catalogue } from "./i18n/index";

const TAGS: Record<Language, string> = { sv: "sv-SE", nb: "nb-NO", en: "en-GB" };

/** "1 200 kr", "12,5 %"; whole amounts without decimals. */
export function amountInWords(hundredths: number, unit: Unit | null, language: Language, t: Catalogue): string {
  const digits = hundredths % 100 === 0 ? 0 : unit === "percent" ? 1 : 2;
  const options = { minimumFractionDigits: digits, maximumFractionDigits: 2 };
  const text = new Intl.NumberFormat(TAGS[language], options).format(hundredths / 100);
  return unit === "percent" ? t.colleagues.percent(text) : unit === "kr" ? t.colleagues.kr(text) : text;
}

/** What somebody may decide, in a few words: "Goodwill, up to 800 kr"; nothing for a kind that is no more in use. */
export function authorityInWords(one: Authority, kinds: readonly DecisionKind[], language: Language, t: Catalogue): string {
  const kind = kinds.find((each) => each.id === one.kind_id && !each.archived);
  if (kind === undefined) return "";
  const name = kind.names[language];
  if (kind.unit === "none") return name;
  if (one.limit_hundredths === null) return `${name}, ${t.colleagues.noLimit}`;
  return `${name}, ${t.colleagues.upTo(amountInWords(one.limit_hundredths, kind.unit, language, t))}`;
}

/** The rules that hold when a customer is handed over for one of these decisions; those for all come first. */
export function rulesFor(kindIds: readonly string[], rules: readonly HandoverRule[]): HandoverRule[] {
  const general = rules.filter((rule) => rule.kind_id === null);
  return [...general, ...rules.filter((rule) => rule.kind_id !== null && kindIds.includes(rule.kind_id))];
}

/** A limit as its field shows it; nothing when there is none. */
export function limitText(hundredths: number | null, language: Language): string {
  if (hundredths === null) return "";
  return new Intl.NumberFormat(TAGS[language], { useGrouping: false, maximumFractionDigits: 2 }).format(hundredths / 100);
}

/** What was typed as hundredths: null for nothing (no limit), undefined for what is no amount. */
export function limitOf(text: string): number | null | undefined {
  const bare = text.trim().replace(/\s*(kr\.?|kronor|kroner|%|:-|,-)$/i, "").replace(/[\s\u00a0\u202f']/g, "");
  if (bare === "") return text.trim() === "" ? null : undefined;
  const grouped = bare.replace(/[.,](?=\d{3}(\D|$))/g, "");
  const found = /^(\d{1,9})(?:[.,](\d{1,2}))?$/.exec(grouped);
  if (found?.[1] === undefined) return undefined;
  const hundredths = Number(found[1]) * 100 + Number((found[2] ?? "").padEnd(2, "0"));
  return hundredths === 0 ? undefined : hundredths;
}
