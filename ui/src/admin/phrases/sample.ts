// What stands in for agent, company and wait when nobody is on the line: a phrase is read best as it will be said.
import type { Language } from "../../generated/types";
import { centre } from "../../shared/centre.svelte";
import { reader } from "../../shared/i18n/reader.svelte";
import type { Fillings } from "../../shared/phrases";

const SAMPLE_MINUTES = 14;

export function sampleFillings(language: Language): Fillings {
  return { agent: reader.t.phrases.sample, company: centre.status?.centre.company[language] || "Lur", minutes: SAMPLE_MINUTES };
}
