// The phone's other parts: which desk this is, which device is meant, what the microphone's troubles are, what the parts
// mean together, and what the check before the shift makes of its measures.
import { describe, expect, it, vi } from "vitest";

import { type CheckMeasures, judge, overall } from "../src/desk/phone/check-judge";
import { claimDesk, leaveDesk } from "../src/desk/phone/desk-id";
import { deviceLists, findDevice, parseDevice, SYSTEM } from "../src/desk/phone/devices";
import { audioState, type Parts, seatOf, troubleNow, usualEndpoint, wantsCalls } from "../src/desk/phone/judgements";
import { loudness } from "../src/desk/phone/meter";
import { Microphone, troubleOf } from "../src/desk/phone/microphone";
import { networkBetween, type Stat } from "../src/desk/phone/stats";
import { RING_S, ringSamples, toneAmplitude } from "../src/desk/phone/tones";

class FakeStorage {
  readonly kept = new Map<string, string>();
  getItem = (key: string): string | null => this.kept.get(key) ?? null;
  setItem = (key: string, value: string): void => void this.kept.set(key, value);
  removeItem = (key: string): void => void this.kept.delete(key);
  copy(): FakeStorage {
    const copy = new FakeStorage();
    for (const [key, value] of this.kept) copy.setItem(key, value);
    return copy;
  }
}

class FakeLocks {
  readonly held = new Set<string>();
  async request(name: string, _: unknown, use: (lock: object | null) => unknown): Promise<void> {
    if (this.held.has(name)) return void use(null);
    this.held.add(name);
    await use({ name });
  }
}

function tabs() {
  const locks = new FakeLocks();
  let made = 0;
  return (storage: FakeStorage): Promise<string> =>
    claimDesk({
      storage: storage as unknown as Storage,
      locks: locks as unknown as LockManager,
      newId: () => `desk-${(made += 1)}`,
    });
}

describe("a desk's id", () => {
  it("is kept over a reload", async () => {
    const open = tabs();
    const storage = new FakeStorage();
    const first = await open(storage);
    leaveDesk(storage as unknown as Storage);
    expect(await open(storage)).toBe(first);
  });

  it("is another in a duplicated tab", async () => {
    const open = tabs();
    const storage = new FakeStorage();
    const first = await open(storage);
    expect(await open(storage.copy())).not.toBe(first);
  });

  it("is kept after a crash, when no living page holds it", async () => {
    const storage = new FakeStorage();
    const first = await tabs()(storage);
    expect(await tabs()(storage)).toBe(first);
  });
});

describe("devices", () => {
  const headset = { id: "h1", label: "Headset" };

  it("are listed without the system's aliases and without what may not be named yet", () => {
    const info = (kind: MediaDeviceKind, deviceId: string, label: string) => ({ kind, deviceId, label });
    const lists = deviceLists([
      info("audioinput", "default", "Default - Headset"),
      info("audioinput", "h1", "Headset"),
      info("audioinput", "", ""),
      info("audiooutput", "s1", "Speaker"),
      info("videoinput", "c1", "Camera"),
    ]);
    expect(lists).toEqual({ inputs: [headset], outputs: [{ id: "s1", label: "Speaker" }] });
  });

  it("are found by id, or by name when the browser gave them a new one", () => {
    expect(findDevice(headset, [{ id: "h1", label: "New name" }])).toEqual({ id: "h1", label: "New name" });
    expect(findDevice(headset, [{ id: "h9", label: "Headset" }])).toEqual({ id: "h9", label: "Headset" });
    expect(findDevice(headset, [])).toBeNull();
    expect(findDevice(SYSTEM, [])).toBe(SYSTEM);
  });

  it.each([null, "{", "[]", '{"id":7,"label":""}'])("what is remembered wrongly is the system's choice: %s", (text) => {
    expect(parseDevice(text)).toEqual(SYSTEM);
  });
});

class FakeTrack {
  enabled = true;
  label = "Headset";
  stopped = false;
  onended: (() => void) | null = null;
  getSettings = () => ({ deviceId: "h1" });
  stop = (): void => void (this.stopped = true);
}

function microphone(answer: () => FakeTrack) {
  const changes: string[] = [];
  const media = {
    getUserMedia: async () => {
      const track = answer();
      return { getAudioTracks: () => [track] };
    },
    enumerateDevices: async () => [],
  };
  const made: Microphone = new Microphone(media as unknown as MediaDevices, () => SYSTEM, () => void changes.push(made.state));
  return { made, changes };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

describe("the microphone", () => {
  it("is open, and silent, while somebody needs it", async () => {
    const track = new FakeTrack();
    const { made, changes } = microphone(() => track);
    made.use("phone", true);
    made.use("meter", true);
    await settle();
    expect([made.state, track.enabled]).toEqual(["live", false]);
    made.use("phone", false);
    expect(track.stopped).toBe(false);
    made.use("meter", false);
    expect([track.stopped, changes]).toEqual([true, ["asking", "live", "off"]]);
  });

  it("a headset that is pulled out is told at once, and stays lost while there is no other", async () => {
    const track = new FakeTrack();
    let there = true;
    const { made, changes } = microphone(() => {
      if (!there) throw new DOMException("", "NotFoundError");
      return track;
    });
    made.use("phone", true);
    await settle();
    there = false;
    track.onended?.();
    expect([made.state, made.trouble]).toEqual(["lost", "microphone_lost"]);
    await made.open(SYSTEM);
    expect(made.state).toBe("lost");
    there = true;
    made.reopen();
    await settle();
    expect(changes).toEqual(["asking", "live", "lost", "live"]);
  });

  it("one that speaks is kept when the newly chosen one cannot be had", async () => {
    const track = new FakeTrack();
    let refuse = false;
    const { made } = microphone(() => {
      if (refuse) throw new DOMException("", "NotReadableError");
      return track;
    });
    made.use("phone", true);
    await settle();
    refuse = true;
    await made.open({ id: "other", label: "Other" });
    expect([made.state, made.track === (track as unknown), track.stopped]).toEqual(["live", true, false]);
  });

  it("is not kept when nobody needs it any more before it came", async () => {
    const track = new FakeTrack();
    const { made } = microphone(() => track);
    made.use("phone", true);
    made.use("phone", false);
    await settle();
    expect([made.state, track.stopped]).toEqual(["off", true]);
  });

  it.each([
    ["NotAllowedError", "microphone_denied"],
    ["NotFoundError", "microphone_none"],
    ["NotReadableError", "microphone_busy"],
    ["SecurityError", "insecure"],
  ])("%s means %s", (name, trouble) => {
    expect(troubleOf(new DOMException("", name))).toBe(trouble);
  });

  it("is not to be had on a page that is not secure", async () => {
    const made: Microphone = new Microphone(undefined, () => SYSTEM, vi.fn());
    made.use("phone", true);
    await settle();
    expect([made.state, made.trouble]).toEqual(["refused", "insecure"]);
  });
});

const WELL: Parts = { wanted: true, microphone: "live", microphoneTrouble: null, path: "up", tries: 0, audible: true };

describe("what the parts mean together", () => {
  it.each<[Partial<Parts>, string]>([
    [{}, "up"],
    [{ wanted: false }, "off"],
    [{ microphone: "refused" }, "no_microphone"],
    [{ microphone: "lost" }, "microphone_lost"],
    [{ microphone: "asking", path: "off" }, "connecting"],
    [{ path: "restarting" }, "connecting"],
    [{ path: "waiting", tries: 1 }, "connecting"],
    [{ path: "offering", tries: 2 }, "failed"],
  ])("%j is told as %s", (different, state) => {
    expect(audioState({ ...WELL, ...different })).toBe(state);
  });

  it("shows one trouble, and none when nothing is wanted", () => {
    expect(troubleNow(WELL)).toBeNull();
    expect(troubleNow({ ...WELL, path: "waiting", tries: 3, audible: false })).toBe("no_path");
    expect(troubleNow({ ...WELL, audible: false })).toBe("sound_blocked");
    expect(troubleNow({ ...WELL, wanted: false, audible: false })).toBeNull();
    expect(troubleNow({ ...WELL, microphone: "refused", microphoneTrouble: "microphone_denied" })).toBe("microphone_denied");
  });

  it("lets go of the microphone in a pause and when signed out, and not otherwise", () => {
    const all = ["signed_out", "ready", "unreachable", "offered", "on_contact", "wrap_up", "breath", "pause"] as const;
    expect(all.filter((presence) => !wantsCalls(presence))).toEqual(["signed_out", "pause"]);
  });

  it("a registered desk phone is used until the agent chooses", () => {
    expect(usualEndpoint(null, true)).toBe("sip");
    expect(usualEndpoint(null, false)).toBe("browser");
    expect(usualEndpoint("browser", true)).toBe("browser");
    expect(seatOf("none", "sip")).toBe("desk_phone");
    expect(seatOf("elsewhere", "browser")).toBe("elsewhere");
  });
});

const PERFECT: CheckMeasures = {
  trouble: null,
  microphone: "Headset",
  voice: 0.6,
  here: true,
  pathUp: true,
  tone_ms: 90,
  leak: 0,
  network: { jitter_ms: 3, lost_percent: 0, round_trip_ms: 12 },
  notifications: "granted",
};

describe("the check's judgement", () => {
  it("all is well", () => {
    const findings = judge(PERFECT);
    expect(findings.every((finding) => finding.verdict === "good")).toBe(true);
    expect(overall(findings)).toBe("good");
  });

  it.each<[Partial<CheckMeasures>, string, string]>([
    [{ microphone: "" }, "microphone", "bad"],
    [{ voice: 0.3 }, "voice", "fair"],
    [{ voice: 0.05 }, "voice", "bad"],
    [{ pathUp: false }, "path", "bad"],
    [{ pathUp: false, here: false }, "path", "skipped"],
    [{ tone_ms: null }, "both_ways", "bad"],
    [{ tone_ms: 900 }, "both_ways", "fair"],
    [{ leak: 0.01 }, "echo", "fair"],
    [{ leak: 0.2 }, "echo", "bad"],
    [{ network: { jitter_ms: 30, lost_percent: 0, round_trip_ms: null } }, "network", "fair"],
    [{ network: { jitter_ms: 3, lost_percent: 5, round_trip_ms: 10 } }, "network", "bad"],
    [{ network: null }, "network", "skipped"],
    [{ notifications: "denied" }, "notifications", "fair"],
  ])("%j: %s is %s", (different, code, verdict) => {
    expect(judge({ ...PERFECT, ...different })).toContainEqual({ code, verdict });
  });
});

describe("measures", () => {
  const inbound = (packetsReceived: number, packetsLost: number): Stat => ({
    id: "i",
    type: "inbound-rtp",
    kind: "audio",
    jitter: 0.004,
    packetsReceived,
    packetsLost,
  });

  it("loss is counted between two looks, and the worse direction told", () => {
    const pair: Stat = { id: "p", type: "candidate-pair", nominated: true, currentRoundTripTime: 0.0123 };
    expect(networkBetween([inbound(1000, 50)], [inbound(1190, 60), pair])).toEqual({
      jitter_ms: 4,
      lost_percent: 5,
      round_trip_ms: 12,
    });
    const theirs: Stat = { id: "r", type: "remote-inbound-rtp", fractionLost: 0.08 };
    expect(networkBetween([], [inbound(200, 0), theirs])?.lost_percent).toBe(8);
    expect(networkBetween([], [])).toBeNull();
  });

  it("loudness goes from silence at 0 to full at 1", () => {
    expect(loudness(new Float32Array(64))).toBe(0);
    expect(loudness(new Float32Array(64).fill(1))).toBe(1);
    expect(loudness(new Float32Array(64).fill(10 ** (-30 / 20)))).toBeCloseTo(0.5);
  });

  it("a tone is found among others by its own frequency", () => {
    const samples = Float32Array.from({ length: 2048 }, (_, n) => 0.25 * Math.sin((2 * Math.PI * 1130 * n) / 48000));
    expect(toneAmplitude(samples, 48000, 1130)).toBeCloseTo(0.25, 1);
    expect(toneAmplitude(samples, 48000, 800)).toBeLessThan(0.03);
  });

  it("the ring never clips, ends quietly, and so repeats without a click", () => {
    const ring = ringSamples(8000);
    expect(ring).toHaveLength(RING_S * 8000);
    expect(Math.max(...ring.map(Math.abs))).toBeLessThan(1);
    expect(Math.max(...ring.slice(-80).map(Math.abs))).toBeLessThan(0.01);
  });
});
