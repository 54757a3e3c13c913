// The type checker sees to it that no key is missing; these rules it cannot see.
import { describe, expect, it } from "vitest";

import { catalogues, languages } from "../src/shared/i18n/index";

type Words = { [key: string]: unknown };

function leaves(of: Words, path = ""): [string, unknown][] {
  return Object.entries(of).flatMap(([key, value]) =>
    typeof value === "object" && value !== null ? leaves(value as Words, `${path}${key}.`) : [[`${path}${key}`, value] as [string, unknown]],
  );
}


describe("the catalogues", () => {
  it.each(languages)("%s has exactly the keys of English", (language) => {
    const keys = (of: Words): string[] => leaves(of).map(([key]) => key);
    expect(keys(catalogues[language] as unknown as Words)).toEqual(keys(catalogues.en as unknown as Words));
  });

  it.each(languages)("%s has no empty words and no machine leftovers", (language) => {
    for (const [key, value] of leaves(catalogues[language] as unknown as Words)) {
      if (typeof value !== "string") continue;
      expect(value.trim(), key).not.toBe("");
      expect(value, key).not.toMatch(/undefined|TODO|!$/);
    }
  });

  it.each(["sv", "nb"] as const)("%s is not English left behind", (language) => {
    const english = new Map(leaves(catalogues.en as unknown as Words));
    const left = leaves(catalogues[language] as unknown as Words).filter(
      ([key, value]) => typeof value === "string" && value.includes(" ") && value === english.get(key),
    );
    expect(left).toEqual([]);
  });

  it("calls an agent and a colleague by the words of the house", () => {
    expect(catalogues.sv.admin.tabs.agents).toBe("Medarbetare");
    expect(catalogues.nb.admin.tabs.agents).toBe("Medarbeidere");
  });
});
