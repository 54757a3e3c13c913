// What a desk says on the live socket, and when.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { DeskPost } from "../src/desk/phone/desk-line";
import type { DeskAudio, DeskEndpoint } from "../src/generated/types";
import { LiveSocket, type Watcher } from "../src/shared/live/socket";
import type { Said } from "../src/shared/live/said";

let hidden = false;

beforeEach(() => {
  hidden = false;
  vi.stubGlobal("document", {
    get hidden() {
      return hidden;
    },
  });
});
afterEach(() => vi.unstubAllGlobals());

function desk() {
  const now = { audio: "off" as DeskAudio, endpoint: "browser" as DeskEndpoint | null };
  const said: Said[] = [];
  const heard: string[] = [];
  const post = new DeskPost(
    {
      endpoint: () => now.endpoint,
      audio: () => now.audio,
      onRole: ({ role }) => void heard.push(role),
      onAnswer: (number, sdp) => void heard.push(`answer ${number} ${sdp}`),
      onRefused: (number, code) => void heard.push(`refused ${number} ${code}`),
      onRenew: () => void heard.push("renew"),
    },
    (message) => said.push(message),
    () => "desk-new",
  );
  return { now, said, heard, post };
}

describe("DeskPost", () => {
  it("says who it is first on each socket, once its name is known", () => {
    const { post, said } = desk();
    post.onOpen();
    expect(said).toEqual([]);
    post.name("desk-1");
    post.onOpen();
    expect(said).toHaveLength(2);
    expect(said[0]).toEqual({ type: "hello", desk: "desk-1", wants_phone: true, endpoint: "browser", visible: true });
  });

  it("is no desk while it is not known whose", () => {
    const { post, said, now } = desk();
    now.endpoint = null;
    post.name("desk-1");
    expect(said).toEqual([]);
  });

  it("wants no phone when the agent answers on another", () => {
    const { post, said, now } = desk();
    now.endpoint = "sip";
    post.name("desk-1");
    expect(said[0]).toMatchObject({ wants_phone: false, endpoint: "sip" });
  });

  it("answers each ping at once, with the ping's number", () => {
    const { post, said, now } = desk();
    now.audio = "up";
    post.onDesk({ type: "ping", number: 7 });
    expect(said).toMatchObject([{ type: "pulse", ping: 7, audio: "up", visible: true }]);
  });

  it("tells a change of the audio or of being seen by itself, and nothing twice", () => {
    const { post, said, now } = desk();
    now.audio = "up";
    post.pulse();
    expect(said).toEqual([]);
    post.name("desk-1");
    said.length = 0;
    post.pulse();
    post.pulse();
    now.audio = "microphone_lost";
    post.pulse();
    hidden = true;
    post.pulse();
    post.pulse();
    expect(said).toMatchObject([
      { ping: 0, audio: "up", visible: true },
      { ping: 0, audio: "microphone_lost", visible: true },
      { ping: 0, audio: "microphone_lost", visible: false },
    ]);
  });

  it("takes another name when its own is found on another page", () => {
    const { post, said } = desk();
    post.name("desk-1");
    post.onDesk({ type: "complaint", code: "desk_replaced", detail: "" });
    expect(said.at(-1)).toMatchObject({ type: "hello", desk: "desk-new" });
  });

  it("passes on what is about the phone", () => {
    const { post, heard } = desk();
    post.onDesk({ type: "desk", role: "elsewhere", endpoint: "browser", ice_servers: [], run: "r" });
    post.onDesk({ type: "phone_answer", number: 3, sdp: "v=0" });
    post.onDesk({ type: "phone_refused", number: 4, code: "edge_down", detail: "" });
    post.onDesk({ type: "phone_renew" });
    expect(heard).toEqual(["elsewhere", "answer 3 v=0", "refused 4 edge_down", "renew"]);
  });
});

class FakeSocket {
  static readonly OPEN = 1;
  static newest: FakeSocket;
  readyState = 0;
  readonly sent: { number: number; type: string }[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;

  constructor() {
    FakeSocket.newest = this;
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text) as { number: number; type: string });
  }

  close(): void {
    this.readyState = 3;
  }

  open(): void {
    this.readyState = 1;
    this.onopen?.();
  }

  hear(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
}

describe("LiveSocket", () => {
  function started() {
    vi.useFakeTimers();
    vi.stubGlobal("WebSocket", FakeSocket);
    vi.stubGlobal("addEventListener", () => undefined);
    vi.stubGlobal("location", { href: "http://lur.test/", protocol: "http:" });
    const told: string[] = [];
    const watcher: Watcher = {
      onState: () => void told.push("state"),
      onLink: (link) => void told.push(link),
      onOpen: () => void told.push("open"),
      onDesk: ({ type }) => void told.push(type),
      onTurnedAway: () => undefined,
    };
    const socket = new LiveSocket(watcher);
    socket.start();
    return { socket, told };
  }
  afterEach(() => void vi.useRealTimers());

  it("numbers what is said, rising, and keeps nothing for later", () => {
    const { socket } = started();
    expect(socket.send({ type: "take_over" })).toBe(0);
    FakeSocket.newest.open();
    const first = socket.send({ type: "take_over" });
    const second = socket.send({ type: "phone_leave" });
    expect(second).toBe(first + 1);
    expect(FakeSocket.newest.sent).toEqual([
      { type: "take_over", number: first },
      { type: "phone_leave", number: second },
    ]);
  });

  it("what is about the desk does not touch the state of the centre", () => {
    const { told } = started();
    FakeSocket.newest.open();
    FakeSocket.newest.hear({ type: "ping", number: 1 });
    expect(told).toEqual(["connecting", "open", "ping"]);
  });
});
