// Which customer the right side of the desk shows: the one who belongs to the contact, or one that was looked up. What
// was changed last can be undone from here.
import type { ChangeCustomerBody, ContactCustomer, Customer, LinkBody, PersonBody, Timeline } from "../../generated/types";
import { announcer } from "../../shared/announce.svelte";
import { problemOf } from "../../shared/problems";
import { reader } from "../../shared/i18n/reader.svelte";
import { today } from "../day/today.svelte";
import { desk } from "../desk.svelte";
import { customers } from "./customers";
import { wholeOf } from "./person";

export interface Undo {
  readonly label: string;
  run(): Promise<void>;
}

class ShownCustomer {
  customer = $state.raw<Customer | null>(null);
  /** Whose contact it may be, while nobody is chosen. */
  asked = $state.raw<ContactCustomer | null>(null);
  timeline = $state.raw<Timeline | null>(null);
  undo = $state.raw<Undo | null>(null);
  contactId = $state<string | null>(null);
  #run = 0;

  /** The desk's contact, and who is linked to it by now; the card follows. */
  async follow(contactId: string | null): Promise<void> {
    const other = contactId !== this.contactId;
    this.contactId = contactId;
    if (other) this.#show(null);
    if (other) this.asked = null;
    if (contactId === null) return;
    const run = ++this.#run;
    const asked = await customers.ofContact(contactId).catch(() => null);
    if (run !== this.#run || asked === null) return;
    this.#linked(asked);
  }

  /** Look at somebody, whoever is on the line. */
  async open(id: string): Promise<void> {
    const run = ++this.#run;
    try {
      const { customer } = await customers.page(id);
      if (run === this.#run) this.#show(customer);
    } catch (error) {
      desk.trouble = problemOf(error);
    }
  }

  close(): void {
    this.#show(null);
    if (this.contactId !== null) void this.follow(this.contactId);
  }

  /** It is somebody else than the one shown: the contact is nobody's, and one chooses again. */
  async chooseAgain(): Promise<void> {
    if (this.contactId === null) return;
    try {
      this.asked = await customers.unlink(this.contactId);
      this.#show(null);
    } catch (error) {
      desk.trouble = problemOf(error);
    }
  }

  async link(body: LinkBody): Promise<boolean> {
    if (this.contactId === null) return false;
    try {
      this.#linked(await customers.link(this.contactId, body));
      announcer.say(reader.t.customer.saved);
      return true;
    } catch (error) {
      desk.trouble = problemOf(error);
      return false;
    }
  }

  async make(person: PersonBody): Promise<boolean> {
    if (this.contactId !== null) return this.link({ person });
    try {
      this.#show(await customers.make(person));
      announcer.say(reader.t.customer.saved);
      return true;
    } catch (error) {
      desk.trouble = problemOf(error);
      return false;
    }
  }

  /** Send a change. A conflict shows the record as it is now, and throws so that the field keeps what was typed. */
  async change(body: ChangeCustomerBody): Promise<void> {
    const before = this.customer;
    if (before === null) return;
    try {
      const customer = await customers.change(before.id, body);
      this.customer = customer;
      this.undo = { label: reader.t.customer.changed, run: () => this.#restore(customer, before) };
      announcer.say(reader.t.customer.changed);
    } catch (error) {
      const problem = problemOf(error);
      if (problem.code === "changed_meanwhile" && "current" in problem) this.customer = problem.current as Customer;
      throw error;
    }
  }

  /** After a merge, or its undoing: the record and the timeline as they are now. */
  async refresh(id: string, undo: Undo | null): Promise<void> {
    await this.open(id);
    this.undo = undo;
  }

  async fetchTimeline(more = false): Promise<void> {
    const customer = this.customer;
    if (customer === null) return;
    const next = more ? (this.timeline?.next ?? null) : null;
    const page = await customers.timeline(customer.id, next).catch(() => null);
    if (page === null || this.customer?.id !== customer.id) return;
    this.timeline = more && this.timeline !== null ? { ...page, entries: [...this.timeline.entries, ...page.entries] } : page;
  }

  async #restore(now: Customer, before: Customer): Promise<void> {
    try {
      this.customer = await customers.change(now.id, wholeOf(before, this.customer?.version ?? now.version));
      this.undo = null;
      announcer.say(reader.t.customer.undone);
    } catch (error) {
      desk.trouble = problemOf(error);
    }
  }

  #linked(asked: ContactCustomer): void {
    this.asked = asked;
    if (this.contactId !== null) today.named(this.contactId, asked);
    if (asked.linked !== null) this.#show(asked.linked);
  }

  #show(customer: Customer | null): void {
    if (customer?.id !== this.customer?.id) {
      this.timeline = null;
      this.undo = null;
    }
    this.customer = customer;
    if (customer !== null) void this.fetchTimeline();
  }
}

export const shown = new ShownCustomer();
