// Agents by skills as a table that keys move through. Pure.
import type { AgentView, QueueView, Skill } from "../../generated/types";

/** All skills that anybody has or any queue needs, and those that are being added, by name. */
export function columnsOf(agents: readonly AgentView[], queues: readonly QueueView[], added: readonly string[], language: string): string[] {
  const names = new Set([
    ...agents.flatMap((agent) => agent.own_skills.map((skill) => skill.name)),
    ...queues.flatMap((queue) => queue.required_skills.map((skill) => skill.name)),
    ...added,
  ]);
  return [...names].sort((a, b) => a.localeCompare(b, language));
}

export const levelOf = (skills: readonly Skill[], name: string): number => skills.find((skill) => skill.name === name)?.level ?? 0;

/** The skills with another level of one; 0 takes it away. */
export function withLevel(skills: readonly Skill[], name: string, level: number): Skill[] {
  const others = skills.filter((skill) => skill.name !== name);
  return level === 0 ? others : [...others, { name, level }].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** What a key means for a cell: another level, or null. */
export function levelOfKey(key: string): number | null {
  if (key === "Delete" || key === "Backspace") return 0;
  return /^[0-5]$/.test(key) ? Number(key) : null;
}

/** Where an arrow leads from a cell; the same cell at an edge; null when the key is no arrow. */
export function movedTo(row: number, column: number, key: string, rows: number, columns: number): [number, number] | null {
  const steps: Readonly<Record<string, readonly [number, number]>> = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  if (key === "Home") return [row, 0];
  if (key === "End") return [row, columns - 1];
  const step = steps[key];
  if (step === undefined) return null;
  return [Math.max(0, Math.min(rows - 1, row + step[0])), Math.max(0, Math.min(columns - 1, column + step[1]))];
}
