// A flow while somebody edits it: what is asked of the server, what is kept, what is undone.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { FlowEditor } from "../src/admin/flows/editor.svelte";
import { fromTemplate } from "../src/admin/flows/templates";
import type { FaultRow, Flow, FlowAnswer } from "../src/generated/types";

const flow = fromTemplate("menu", "f", "Meny", [{ id: "a", name: "Leverans" }, { id: "b", name: "Retur" }]);
const fault: FaultRow = { code: "flow_trap", node_id: "menu-1", detail: "", what_to_do: "Led vidare." };
const kept = new Map<string, string>();
let asked: { path: string; body: { nodes?: Flow["nodes"]; name?: string; version?: number } }[];
let answers: Record<string, { status: number; json: unknown }>;

function saved(version: number, now: Flow = flow): FlowAnswer {
  const row = { id: "f", name: now.name, version, changed_at: 0, changed_by: "", node_count: now.nodes.length, entries: [] };
  return { row, flow: now, versions: [], test_address: "" };
}

beforeEach(() => {
  vi.useFakeTimers();
  kept.clear();
  asked = [];
  answers = { "/api/flows/f": { status: 200, json: saved(3) }, "/api/flows/check": { status: 200, json: { faults: [fault] } } };
  vi.stubGlobal("document", { documentElement: { lang: "sv" } });
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  });
  vi.stubGlobal("fetch", (path: string, init: RequestInit) => {
    if (typeof init.body === "string") asked.push({ path, body: JSON.parse(init.body) });
    const { status, json } = answers[path] ?? { status: 404, json: { code: "not_found" } };
    return Promise.resolve(new Response(JSON.stringify(json), { status }));
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function opened(): Promise<FlowEditor> {
  const editor = new FlowEditor("f");
  await editor.load();
  return editor;
}

describe("an open flow", () => {
  it("is looked through once somebody has stopped typing, not at each key", async () => {
    const editor = await opened();
    for (const name of ["M", "Me", "Men"]) editor.change({ ...editor.flow, name }, "name");
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked.map(({ path, body }) => [path, body.name])).toEqual([["/api/flows/check", "Men"]]);
    expect(editor.faultsOf("menu-1")).toEqual([fault]);
  });

  it("undoes what was typed in one place as one change", async () => {
    const editor = await opened();
    editor.change({ ...editor.flow, name: "M" }, "name");
    editor.change({ ...editor.flow, name: "Me" }, "name");
    editor.remove("queue-2");
    editor.undo();
    expect([editor.flow.name, editor.flow.nodes.length]).toEqual(["Me", flow.nodes.length]);
    editor.undo();
    expect([editor.flow.name, editor.canUndo, editor.dirty]).toEqual(["Meny", false, false]);
  });

  it("keeps what is not saved in this browser, with the version that it was made of", async () => {
    const editor = await opened();
    editor.change({ ...editor.flow, name: "Ny" }, "name");
    answers["/api/flows/f"] = { status: 200, json: saved(4) };
    const again = await opened();
    expect([again.flow.name, again.keptFromBefore, again.body().version]).toEqual(["Ny", true, 3]);
    again.discard();
    expect([again.flow.name, again.body().version, kept.size]).toEqual(["Meny", 4, 0]);
  });
});

describe("saving", () => {
  it("is refused with every fault, and what was written is still there", async () => {
    const editor = await opened();
    editor.lead("menu-1", "otherwise", "menu-1");
    answers["/api/flows/f"] = { status: 422, json: { code: "flow_has_faults", detail: "", what_to_do: "", request_id: "", faults: [fault] } };
    expect(await editor.save()).toBe(false);
    expect([editor.outcome, editor.faults, editor.dirty, kept.size]).toEqual([{ kind: "refused" }, [fault], true, 1]);
  });

  it("goes well: nothing is left to save, to undo or to keep", async () => {
    const editor = await opened();
    editor.change({ ...editor.flow, name: "Ny" }, "name");
    answers["/api/flows/f"] = { status: 200, json: saved(4, { ...flow, name: "Ny" }) };
    expect(await editor.save()).toBe(true);
    expect([editor.outcome, editor.dirty, editor.canUndo, kept.size]).toEqual([{ kind: "saved", version: 4 }, false, false, 0]);
    expect(editor.body().version).toBe(4);
  });

  it("does not write over somebody else's by itself, but on top of it when one says so", async () => {
    const editor = await opened();
    editor.change({ ...editor.flow, name: "Min" }, "name");
    answers["/api/flows/f"] = { status: 409, json: { code: "changed_meanwhile" } };
    await editor.save();
    expect([editor.outcome, editor.flow.name]).toEqual([{ kind: "conflict" }, "Min"]);
    answers["/api/flows/f"] = { status: 200, json: saved(9, { ...flow, name: "Min" }) };
    await editor.save({ onTop: true });
    expect(asked.at(-1)?.body).toMatchObject({ name: "Min", version: 9 });
  });
});
