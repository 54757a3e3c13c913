// The words of the incidents that customers are told of now, asked for again whenever the incidents are others.
import type { PublishedIncident } from "../../generated/types";
import { get } from "../../shared/api";
import { reader } from "../../shared/i18n/reader.svelte";

class Notices {
  published = $state.raw<readonly PublishedIncident[]>([]);
  #run = 0;

  async fetch(): Promise<void> {
    const run = ++this.#run;
    const found = await get<readonly PublishedIncident[]>(`/api/incidents?language=${reader.language}`).catch(() => null);
    if (run === this.#run && found !== null) this.published = found;
  }
}

export const notices = new Notices();
