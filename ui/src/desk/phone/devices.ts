// Which device is meant. A browser may give a device a new id (after its data was cleared, in another profile), so the
// label is kept too; and the system's own choice is always there as "".
export type DeviceKind = "microphone" | "speaker" | "ringer";

export interface Device {
  readonly id: string;
  readonly label: string;
}

export interface DeviceLists {
  readonly inputs: readonly Device[];
  readonly outputs: readonly Device[];
}

export const SYSTEM: Device = { id: "", label: "" };
const ALIASES = ["default", "communications"];

/** The real devices of an enumeration; the browser's aliases for the system's choice are left out. */
export function deviceLists(infos: readonly Pick<MediaDeviceInfo, "kind" | "deviceId" | "label">[]): DeviceLists {
  const of = (kind: MediaDeviceKind): Device[] =>
    infos
      .filter((info) => info.kind === kind && info.deviceId !== "" && !ALIASES.includes(info.deviceId))
      .map((info) => ({ id: info.deviceId, label: info.label }));
  return { inputs: of("audioinput"), outputs: of("audiooutput") };
}

/** The remembered device as it is known now: by id, or else by label; null when it is not there. */
export function findDevice(remembered: Device, known: readonly Device[]): Device | null {
  if (remembered.id === "") return SYSTEM;
  return (
    known.find((device) => device.id === remembered.id) ??
    known.find((device) => device.label !== "" && device.label === remembered.label) ??
    null
  );
}

/** What was remembered, or the system's choice when there is nothing sensible. */
export function parseDevice(text: string | null): Device {
  if (text === null) return SYSTEM;
  try {
    const { id, label } = JSON.parse(text) as Partial<Device>;
    return typeof id === "string" && typeof label === "string" ? { id, label } : SYSTEM;
  } catch {
    return SYSTEM;
  }
}
