// A customer's record as values: what a change sends, and what somebody is called. Pure.
import type { ChangeCustomerBody, Customer, CustomerRow, PersonBody } from "../../generated/types";
import { phoneNumber } from "../../shared/format";

/** The fields that are lists of lines, in the order of the card. */
export const LISTS = ["names", "numbers", "mails", "companies", "addresses"] as const;
export type ListField = (typeof LISTS)[number];

export function calledOf(customer: Customer, nameless: string): string {
  return customer.names[0] ?? customer.companies[0] ?? (phoneNumber(customer.numbers[0] ?? "") || nameless);
}

export function rowName(row: CustomerRow, nameless: string): string {
  return row.name || row.company || phoneNumber(row.number) || row.mail || nameless;
}

/** What stands beside the name in a list: the company, the number, the mail address; not what is the name already. */
export function rowBeside(row: CustomerRow): string {
  const name = rowName(row, "");
  return [row.company, phoneNumber(row.number), row.mail].filter((part) => part !== "" && part !== name).join(" · ");
}

/** The whole record as a change of one field; an empty line is taken away. */
export function changed(customer: Customer, field: ListField, n: number, text: string): ChangeCustomerBody {
  const lines = [...customer[field]];
  const line = text.trim();
  if (n < lines.length) lines.splice(n, 1, ...(line === "" ? [] : [line]));
  else if (line !== "") lines.push(line);
  return { ...wholeOf(customer), [field]: lines };
}

/** The whole record as it is, to be sent again (also to undo: with the version of now). */
export function wholeOf(customer: Customer, version: number = customer.version): ChangeCustomerBody {
  const { names, numbers, mails, addresses, companies, languages, note } = customer;
  return { names, numbers, mails, addresses, companies, languages, note, version };
}

/** Somebody new from what was typed while searching: a number becomes a number, anything else a name. */
export function personFrom(typed: string, number: string): PersonBody {
  const text = typed.trim();
  const isNumber = /^[+\d][\d\s()-]{4,}$/.test(text);
  const numbers = [...(number === "" ? [] : [number]), ...(isNumber ? [text] : [])];
  return { names: isNumber || text === "" ? [] : [text], numbers };
}
