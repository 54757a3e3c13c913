// What the agent has chosen on this machine: the three devices, and whether to answer here or on a desk phone.
import type { DeskEndpoint } from "../../generated/types";
import { type Device, type DeviceKind, type DeviceLists, deviceLists, findDevice, parseDevice, SYSTEM } from "./devices";

const KEYS: Record<DeviceKind, string> = {
  microphone: "lur.microphone",
  speaker: "lur.speaker",
  ringer: "lur.ringer",
};
const ENDPOINT = "lur.endpoint";

class Choices {
  microphone = $state.raw<Device>(parseDevice(localStorage.getItem(KEYS.microphone)));
  speaker = $state.raw<Device>(parseDevice(localStorage.getItem(KEYS.speaker)));
  ringer = $state.raw<Device>(parseDevice(localStorage.getItem(KEYS.ringer)));
  /** null until the agent has chosen, or has pressed Ready here. */
  endpoint = $state<DeskEndpoint | null>(storedEndpoint());
  /** What is plugged in now; labels are empty until the microphone has been allowed once. */
  known = $state.raw<DeviceLists>({ inputs: [], outputs: [] });

  remember(kind: DeviceKind, device: Device): void {
    this[kind] = device;
    if (device.id === "") localStorage.removeItem(KEYS[kind]);
    else localStorage.setItem(KEYS[kind], JSON.stringify(device));
  }

  answerAt(endpoint: DeskEndpoint): void {
    this.endpoint = endpoint;
    localStorage.setItem(ENDPOINT, endpoint);
  }

  /** The chosen device as it is called now; the system's own when it is not plugged in. */
  found(kind: DeviceKind): Device {
    return findDevice(this[kind], kind === "microphone" ? this.known.inputs : this.known.outputs) ?? SYSTEM;
  }

  /** Look at what is plugged in. */
  async look(): Promise<void> {
    const infos = await navigator.mediaDevices?.enumerateDevices().catch(() => []);
    this.known = deviceLists(infos ?? []);
  }
}

function storedEndpoint(): DeskEndpoint | null {
  const stored = localStorage.getItem(ENDPOINT);
  return stored === "browser" || stored === "sip" ? stored : null;
}

export const choices = new Choices();
