// The reader's language: one reactive place that every component reads its words from.
import type { Language } from "../../generated/types";
import { type Catalogue, catalogues, languages, preferredLanguage } from "./index";

const KEY = "lur.language";

class Reader {
  language = $state<Language>(this.#remembered());

  get t(): Catalogue {
    return catalogues[this.language];
  }

  /** Speak another language from now on, in this browser. */
  choose(language: Language): void {
    this.language = language;
    localStorage.setItem(KEY, language);
    document.documentElement.lang = language;
  }

  /** Follow an account's language, unless somebody chose another in this browser. */
  follow(language: Language): void {
    if (localStorage.getItem(KEY) === null) {
      this.language = language;
      document.documentElement.lang = language;
    }
  }

  #remembered(): Language {
    const stored = localStorage.getItem(KEY);
    const language = languages.find((known) => known === stored) ?? preferredLanguage(navigator.languages);
    document.documentElement.lang = language;
    return language;
  }
}

export const reader = new Reader();
