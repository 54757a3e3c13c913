// Skills as one types them: "returns 2, delivery". Pure, both ways.
import type { Skill } from "../generated/types";

/** The skills in a line of text; a number from 1 to 5 at the end is the level, 1 when there is none. */
export function skillsOf(text: string): Skill[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map(skillOf);
}

function skillOf(part: string): Skill {
  const found = /^(.*\S)\s+([1-5])$/.exec(part);
  if (found?.[1] === undefined) return { name: part, level: 1 };
  return { name: found[1], level: Number(found[2]) };
}

/** The same line back. */
export function skillsText(skills: readonly Skill[]): string {
  return skills.map((skill) => (skill.level === 1 ? skill.name : `${skill.name} ${skill.level}`)).join(", ");
}
