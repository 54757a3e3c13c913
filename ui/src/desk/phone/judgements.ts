// What the phone's parts mean together: the state that is reported to the server, and the one trouble that is shown.
// Pure.
import type { DeskAudio, DeskEndpoint, DeskRoleName, PresenceName } from "../../generated/types";
import type { MicrophoneState, MicrophoneTrouble } from "./microphone";
import type { PathState } from "./path-table";

export type Trouble = MicrophoneTrouble | "sound_blocked" | "no_path";

export interface Parts {
  /** This desk is to have an audio path now. */
  readonly wanted: boolean;
  readonly microphone: MicrophoneState;
  readonly microphoneTrouble: MicrophoneTrouble | null;
  readonly path: PathState;
  readonly tries: number;
  /** The browser lets the page make sound. */
  readonly audible: boolean;
}

const PATIENT_TRIES = 2;

/** The audio path as the server is told. */
export function audioState({ wanted, microphone, path, tries }: Parts): DeskAudio {
  if (!wanted) return "off";
  if (microphone === "refused") return "no_microphone";
  if (microphone === "lost") return "microphone_lost";
  if (path === "up") return "up";
  return tries >= PATIENT_TRIES ? "failed" : "connecting";
}

/** The worst thing that stands between the agent and a call; null when nothing does. */
export function troubleNow(parts: Parts): Trouble | null {
  if (parts.microphoneTrouble !== null) return parts.microphoneTrouble;
  if (audioState(parts) === "failed") return "no_path";
  return parts.wanted && !parts.audible ? "sound_blocked" : null;
}

/** Does the agent want to be reached? Then the path stands and the microphone is held. */
export function wantsCalls(presence: PresenceName): boolean {
  return presence !== "signed_out" && presence !== "pause";
}

/** How the agent answers when they have not chosen: a registered desk phone is theirs already. */
export function usualEndpoint(chosen: DeskEndpoint | null, deskPhoneRegistered: boolean): DeskEndpoint {
  return chosen ?? (deskPhoneRegistered ? "sip" : "browser");
}

export type Seat = "here" | "elsewhere" | "desk_phone" | "nowhere";

/** Where the agent's phone is, seen from this tab. */
export function seatOf(role: DeskRoleName, endpoint: DeskEndpoint): Seat {
  if (endpoint === "sip") return "desk_phone";
  if (role === "phone") return "here";
  return role === "elsewhere" ? "elsewhere" : "nowhere";
}
