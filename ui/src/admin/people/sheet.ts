// Rows of a spreadsheet as somebody pastes them: tabs, semicolons or commas between the cells, headings or none. Pure.
import type { Language, PersonRow, Role } from "../../generated/types";
import { skillsOf } from "../skills";

type Column = "name" | "login" | "team" | "skills" | "role" | "language";

const ORDER: readonly Column[] = ["name", "login", "team", "skills", "role", "language"];
const HEADINGS: Readonly<Record<Column, readonly string[]>> = {
  name: ["name", "namn", "navn"],
  login: ["login", "sign-in name", "e-mail", "email", "mail", "e-post", "epost", "account", "konto", "inloggningsnamn", "påloggingsnavn", "user name"],
  team: ["team", "group", "grupp", "gruppe"],
  skills: ["skills", "skill", "kunskaper", "kunskap", "ferdigheter", "ferdighet"],
  role: ["role", "roll", "rolle"],
  language: ["language", "språk"],
};
const ROLES: Readonly<Record<string, Role>> = {
  agent: "agent", medarbetare: "agent", medarbeider: "agent",
  supervisor: "supervisor", arbetsledare: "supervisor", teamleder: "supervisor",
  admin: "admin", administrator: "admin", administratör: "admin",
  trainer: "trainer", utbildare: "trainer", opplæringsansvarlig: "trainer",
  planner: "planner", planerare: "planner", planlegger: "planner",
  auditor: "auditor", granskare: "auditor", revisor: "auditor",
};

/** The people in a pasted text; who only leads or plans answers no customers. */
export function peopleOf(text: string, language: Language): PersonRow[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  const between = separatorOf(lines);
  const cells = lines.map((line) => cellsOf(line, between));
  const heading = columnsOf(cells[0] ?? []);
  const rows = heading === null ? cells : cells.slice(1);
  return rows.map((row) => personOf(row, heading ?? ORDER, language));
}

function separatorOf(lines: readonly string[]): string {
  const [first = ""] = lines;
  return ["\t", ";"].find((each) => first.includes(each)) ?? ",";
}

/** Quotes keep what would end a cell; two of them are one. */
function cellsOf(line: string, between: string): string[] {
  const cells: string[] = [];
  let cell = "";
  let quoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const letter = line[at] ?? "";
    if (letter === '"' && quoted && line[at + 1] === '"') {
      cell += '"';
      at += 1;
    } else if (letter === '"' && (quoted || cell === "")) quoted = !quoted;
    else if (letter === between && !quoted) {
      cells.push(cell.trim());
      cell = "";
    } else cell += letter;
  }
  return [...cells, cell.trim()];
}

/** Which column stands where, when the first row says so. */
function columnsOf(first: readonly string[]): (Column | null)[] | null {
  const found = first.map((cell) => ORDER.find((column) => HEADINGS[column].includes(cell.toLocaleLowerCase())) ?? null);
  return found.includes("name") ? found : null;
}

function personOf(cells: readonly string[], columns: readonly (Column | null)[], language: Language): PersonRow {
  const of = (column: Column): string => cells[columns.indexOf(column)] ?? "";
  const written = of("role").toLocaleLowerCase();
  const role = written === "" ? "agent" : (ROLES[written] ?? written);
  return {
    name: of("name"),
    login: of("login"),
    role,
    language: of("language").toLocaleLowerCase() || language,
    team: of("team"),
    skills: skillsOf(of("skills").replaceAll(/[;/|]/g, ",")),
    answers: role === "agent" || role === "supervisor" || role === "trainer",
  };
}
