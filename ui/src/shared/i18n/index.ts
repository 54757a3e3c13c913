// The three catalogues by language.
import type { Language } from "../../generated/types";
import { en, type Catalogue } from "./en/index";
import { nb } from "./nb/index";
import { sv } from "./sv/index";

export type { Catalogue };
export const catalogues: Record<Language, Catalogue> = { sv, nb, en };
export const languages: readonly Language[] = ["sv", "nb", "en"];

/** The first of the reader's preferred languages that Lur speaks; Danish and Nynorsk readers get bokmål. */
export function preferredLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const base = tag.toLowerCase().split("-")[0];
    if (base === "sv" || base === "en" || base === "nb") return base;
    if (base === "no" || base === "nn" || base === "da") return "nb";
  }
  return "sv";
}
