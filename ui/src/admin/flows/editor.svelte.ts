// A flow while somebody edits it: what is saved, what is not yet, what the server says is wrong with it. Changes that are
// not saved are kept in this browser, so that leaving the page loses none.
import type { FaultRow, FlowAnswer, FlowBody, FlowCheck, FlowProblem } from "../../generated/types";
import { ApiProblem, get, post } from "../../shared/api";
import { store, stored } from "../../shared/stored";
import { type Flow, type Kind, type Node, added, changed, led, without } from "./flow";

const CHECK_AFTER_MS = 400;
const MOST_PAST = 100;

interface Draft {
  readonly version: number;
  readonly flow: Flow;
}

export class FlowEditor {
  flow = $state.raw<Flow>({ flow_id: "", name: "", first: "", nodes: [], fallback: "" });
  answer = $state.raw<FlowAnswer | null>(null);
  faults = $state.raw<readonly FaultRow[]>([]);
  checking = $state(false);
  selected = $state("");
  /** Changes of before were found in this browser. */
  keptFromBefore = $state(false);
  /** The last answer to a save: what was saved, or why not. */
  outcome = $state.raw<{ readonly kind: "saved"; readonly version: number } | { readonly kind: "refused" | "conflict" } | null>(null);
  error = $state.raw<unknown>(null);
  busy = $state(false);
  #past = $state.raw<readonly { readonly flow: Flow; readonly what: string }[]>([]);
  #version = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;

  dirty = $derived(this.answer !== null && JSON.stringify(this.flow) !== JSON.stringify(this.answer.flow));
  canUndo = $derived(this.#past.length > 0);
  readonly id: string;

  constructor(id: string) {
    this.id = id;
  }

  get path(): string {
    return `/api/flows/${encodeURIComponent(this.id)}`;
  }

  async load(): Promise<void> {
    const answer = await get<FlowAnswer>(this.path);
    const draft = stored<Draft>(this.#key);
    this.#took(answer);
    if (draft === null) return;
    this.flow = draft.flow;
    this.#version = draft.version;
    this.keptFromBefore = true;
    this.#checkSoon();
  }

  /** What ``body`` the server is sent. */
  body(): FlowBody {
    const { name, first, nodes, fallback } = this.flow;
    return { name, first, nodes, fallback, version: this.#version };
  }

  faultsOf(id: string): FaultRow[] {
    return this.faults.filter((fault) => fault.node_id === id);
  }

  /** Change the flow. Changes of the same thing in a row (a text that is typed) are undone as one. */
  change(flow: Flow, what = ""): void {
    if (what === "" || this.#past.at(-1)?.what !== what) this.#past = [...this.#past, { flow: this.flow, what }].slice(-MOST_PAST);
    this.#now(flow);
  }

  changeNode(node: Node, what: string): void {
    this.change(changed(this.flow, node), `${node.id} ${what}`);
  }

  /** Lead a way out elsewhere; the way to the first node has the empty id. */
  lead(id: string, slot: string, to: string): void {
    const node = this.flow.nodes.find((each) => each.id === id);
    if (node === undefined) this.change({ ...this.flow, first: to });
    else this.change(changed(this.flow, led(node, slot, to)));
  }

  add(kind: Kind, from?: { readonly id: string; readonly slot: string }): void {
    const made = added(this.flow, kind, from?.id === "" ? undefined : from);
    this.change(from?.id === "" ? { ...made.flow, first: made.id } : made.flow);
    this.selected = made.id;
  }

  remove(id: string): void {
    this.change(without(this.flow, id));
    if (this.selected === id) this.selected = "";
  }

  undo(): void {
    const last = this.#past.at(-1);
    if (last === undefined) return;
    this.#past = this.#past.slice(0, -1);
    this.#now(last.flow);
  }

  discard(): void {
    if (this.answer !== null) this.#took(this.answer);
  }

  /** Save; with ``onTop`` even when somebody else has saved meanwhile. */
  async save({ onTop = false } = {}): Promise<boolean> {
    if (onTop) this.#version = (await get<FlowAnswer>(this.path)).row.version;
    return this.#sent(this.path, this.body());
  }

  async restore(version: number): Promise<boolean> {
    return this.#sent(`${this.path}/restore`, { version });
  }

  /** Remove the whole flow; true when it is gone. */
  async removeAll(): Promise<boolean> {
    this.busy = true;
    this.error = null;
    try {
      await post(`${this.path}/remove`);
      store(this.#key, null);
      return true;
    } catch (error) {
      this.error = error;
      return false;
    } finally {
      this.busy = false;
    }
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  get #key(): string {
    return `lur.flow.${this.id}`;
  }

  async #sent(path: string, body: object): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.outcome = this.error = null;
    try {
      const answer = await post<FlowAnswer>(path, body);
      this.#took(answer);
      this.outcome = { kind: "saved", version: answer.row.version };
      return true;
    } catch (error) {
      this.#refused(error);
      return false;
    } finally {
      this.busy = false;
    }
  }

  #refused(error: unknown): void {
    const problem = error instanceof ApiProblem ? error.problem : null;
    if (problem?.code === "flow_has_faults") {
      this.faults = (problem as FlowProblem).faults;
      this.outcome = { kind: "refused" };
    } else if (problem?.code === "changed_meanwhile") this.outcome = { kind: "conflict" };
    else this.error = error;
  }

  #took(answer: FlowAnswer): void {
    clearTimeout(this.#timer);
    this.answer = answer;
    this.flow = answer.flow;
    this.#version = answer.row.version;
    this.#past = [];
    this.faults = [];
    this.checking = this.keptFromBefore = false;
    this.outcome = this.error = null;
    store(this.#key, null);
  }

  #now(flow: Flow): void {
    this.flow = flow;
    this.outcome = null;
    store(this.#key, this.dirty ? ({ version: this.#version, flow } satisfies Draft) : null);
    this.#checkSoon();
  }

  #checkSoon(): void {
    clearTimeout(this.#timer);
    this.checking = true;
    this.#timer = setTimeout(() => void this.#check(), CHECK_AFTER_MS);
  }

  async #check(): Promise<void> {
    const asked = (this.#asked += 1);
    try {
      const { faults } = await post<FlowCheck>("/api/flows/check", this.body());
      if (asked === this.#asked) this.faults = faults;
    } catch {
      // A save says what is wrong; until then the last answer stands.
    } finally {
      if (asked === this.#asked) this.checking = false;
    }
  }
}
