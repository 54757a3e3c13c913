// The audio path: its table, and its dealings with a connection that only pretends to be one.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { g711Only } from "../src/desk/phone/codecs";
import { AudioPath } from "../src/desk/phone/path";
import { PATH_TABLE, type PathEvent, type PathState, patience_ms } from "../src/desk/phone/path-table";

const codec = (mimeType: string, clockRate = 8000) => ({ mimeType, clockRate });
const CODECS = [
  codec("audio/opus", 48000),
  codec("audio/PCMU"),
  codec("audio/CN"),
  codec("audio/PCMA"),
  codec("audio/telephone-event", 48000),
  codec("audio/telephone-event"),
];

class FakePeer {
  connectionState: RTCPeerConnectionState = "new";
  onconnectionstatechange: (() => void) | null = null;
  ontrack: unknown = null;
  localDescription: { sdp: string } | null = null;
  remote = "";
  restarts = 0;
  closed = false;
  preferred: unknown[] = [];
  keys: string[] = [];
  sender = {
    replaceTrack: () => Promise.resolve(),
    dtmf: { canInsertDTMF: true, toneBuffer: "", insertDTMF: (keys: string) => void this.keys.push(keys) },
  };

  addTransceiver(): unknown {
    return { sender: this.sender, setCodecPreferences: (codecs: unknown[]) => (this.preferred = codecs) };
  }

  restartIce(): void {
    this.restarts += 1;
  }

  async setLocalDescription(): Promise<void> {
    this.localDescription = { sdp: `offer ${this.restarts}` };
  }

  async setRemoteDescription({ sdp }: { sdp: string }): Promise<void> {
    if (sdp === "wrong") throw new DOMException("no SDP", "OperationError");
    this.remote = sdp;
  }

  close(): void {
    this.closed = true;
  }

  become(state: RTCPeerConnectionState): void {
    this.connectionState = state;
    this.onconnectionstatechange?.();
  }
}

function setUp() {
  const peers: FakePeer[] = [];
  const offers: string[] = [];
  const states: PathState[] = [];
  const configurations: RTCConfiguration[] = [];
  const path = new AudioPath(
    { onState: (state) => void states.push(state), onSound: () => undefined },
    {
      newPeer(configuration) {
        configurations.push(configuration);
        peers.push(new FakePeer());
        return peers.at(-1) as unknown as RTCPeerConnection;
      },
      codecs: () => CODECS,
      offer: (sdp) => offers.push(sdp),
    },
  );
  return { path, peers, offers, states, configurations, newest: () => peers.at(-1) as FakePeer };
}

const settle = () => vi.advanceTimersByTimeAsync(0);

async function up() {
  const all = setUp();
  all.path.happen("wanted");
  await settle();
  all.path.answered(all.offers.length, "answer");
  await settle();
  all.newest().become("connected");
  return all;
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("the path's table", () => {
  const states = Object.keys(PATH_TABLE) as PathState[];

  it.each(states.filter((state) => state !== "off"))("%s ends when the agent wants no calls", (state) => {
    expect(PATH_TABLE[state].unwanted).toEqual({ to: "off", effect: "close" });
  });

  it.each(states.filter((state) => state !== "off"))("%s makes a new connection when the server knows none", (state) => {
    expect(PATH_TABLE[state].renew).toEqual({ to: "offering", effect: "connect" });
  });

  it("nothing but a wish begins a connection", () => {
    expect(Object.keys(PATH_TABLE.off)).toEqual(["wanted"]);
  });

  it.each(states.filter((state) => patience_ms(state, 1, 0) !== null))("%s does not last for ever", (state) => {
    expect(PATH_TABLE[state].late).toBeDefined();
  });

  it.each<PathEvent>(["disconnected", "failed", "network_changed"])("%s repairs a path before it is made anew", (event) => {
    expect(PATH_TABLE.up[event]).toEqual({ to: "restarting", effect: "restart" });
  });

  it("waits a little longer each time, and never more than five seconds", () => {
    const waits = [1, 2, 3, 4, 5, 20].map((tries) => patience_ms("waiting", tries, 1));
    expect(waits).toEqual([400, 800, 1600, 3200, 5000, 5000]);
    expect(patience_ms("waiting", 1, 0)).toBe(200);
  });
});

describe("codecs", () => {
  it("are G.711 and keys only, A-law first", () => {
    expect(g711Only(CODECS)).toEqual([codec("audio/PCMA"), codec("audio/PCMU"), codec("audio/telephone-event")]);
  });
});

describe("AudioPath", () => {
  it("offers G.711, is answered and comes up", async () => {
    const { path, newest, states, offers } = await up();
    expect(offers).toEqual(["offer 0"]);
    expect(newest().preferred).toHaveLength(3);
    expect(newest().remote).toBe("answer");
    expect(states).toEqual(["offering", "connecting", "up"]);
    expect(path.tries).toBe(0);
  });

  it("lets an answer to an older offer pass by", async () => {
    const { path, newest, offers } = setUp();
    path.happen("wanted");
    await settle();
    path.answered(offers.length + 6, "old");
    await settle();
    expect(newest().remote).toBe("");
    expect(path.state).toBe("offering");
  });

  it("finds a new way over the same connection when the old one is cut", async () => {
    const { path, peers, newest, offers } = await up();
    newest().become("disconnected");
    await settle();
    expect([path.state, newest().restarts, offers.at(-1)]).toEqual(["restarting", 1, "offer 1"]);
    path.answered(offers.length, "answer 2");
    await settle();
    newest().become("connected");
    expect([path.state, peers.length]).toEqual(["up", 1]);
  });

  it("a restart over a path that still works is over with its answer", async () => {
    const { path, offers } = await up();
    path.happen("network_changed");
    await settle();
    path.answered(offers.length, "answer 2");
    await settle();
    expect(path.state).toBe("up");
  });

  it("makes a new connection when the repair fails or takes too long", async () => {
    const { path, peers, newest } = await up();
    newest().become("disconnected");
    await vi.advanceTimersByTimeAsync(4000);
    expect([path.state, peers.length, peers[0]?.closed]).toEqual(["offering", 2, true]);
  });

  it("waits and tries again when it is refused, and keeps the reason", async () => {
    const { path, peers, offers } = setUp();
    path.happen("wanted");
    await settle();
    path.refused(offers.length, "edge_down");
    expect([path.state, path.refusal, path.tries]).toEqual(["waiting", "edge_down", 1]);
    await vi.advanceTimersByTimeAsync(400);
    expect([path.state, peers.length]).toEqual(["offering", 2]);
  });

  it("an answer that is no SDP is a failure like any other", async () => {
    const { path, offers } = setUp();
    path.happen("wanted");
    await settle();
    path.answered(offers.length, "wrong");
    await settle();
    expect(path.state).toBe("waiting");
  });

  it("offers again when the line is back, since the answer may be lost", async () => {
    const { path, offers } = setUp();
    path.happen("wanted");
    await settle();
    path.happen("line_back");
    await settle();
    expect(offers).toHaveLength(2);
  });

  it("goes on undisturbed when only the line was away", async () => {
    const { path, offers } = await up();
    path.happen("line_back");
    await settle();
    expect([path.state, offers.length]).toEqual(["up", 1]);
  });

  it("is closed and quiet when it is not wanted any more", async () => {
    const { path, newest } = await up();
    path.happen("unwanted");
    newest().become("failed");
    await vi.advanceTimersByTimeAsync(60_000);
    expect([path.state, newest().closed]).toEqual(["off", true]);
  });

  it("sends keys while it is up, and only then", async () => {
    const { path, newest } = await up();
    expect(path.sendKey("5")).toBe(true);
    newest().become("disconnected");
    expect(path.sendKey("6")).toBe(false);
    expect(newest().keys).toEqual(["5"]);
  });

  it("goes through a relay only when that is asked for", async () => {
    const { path, configurations } = setUp();
    path.use([{ urls: ["turn:t"], username: "u", credential: "c" }, { urls: ["stun:s"], username: "", credential: "" }], true);
    path.happen("wanted");
    await settle();
    expect(configurations[0]).toMatchObject({
      iceTransportPolicy: "relay",
      iceServers: [{ urls: ["turn:t"], username: "u", credential: "c" }, { urls: ["stun:s"] }],
    });
  });
});
