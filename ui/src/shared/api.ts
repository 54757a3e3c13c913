// Every request to Lur. An answer is either what was asked for or a Problem with a stable code; a server that cannot be
// reached is a Problem too ("unreachable"), so that a page has one kind of trouble to show.
import type { Problem } from "../generated/types";

export class ApiProblem extends Error {
  readonly problem: Problem;
  readonly status: number;

  constructor(problem: Problem, status: number) {
    super(problem.code);
    this.problem = problem;
    this.status = status;
  }
}

let onAnswer: (signInAgain: boolean) => void = () => undefined;

/** Hear with each answer whether the session ends with the contact that its agent is in. */
export function hearOfSignIn(told: (signInAgain: boolean) => void): void {
  onAnswer = told;
}

/** GET and decode. */
export function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  return request<T>(path, signal === undefined ? {} : { signal });
}

/** POST a body, or nothing. */
export function post<T>(path: string, body?: object, more: Readonly<Record<string, string>> = {}): Promise<T> {
  const headers = { "content-type": "application/json", ...more };
  return request<T>(path, body === undefined ? { method: "POST", headers: more } : { method: "POST", headers, body: JSON.stringify(body) });
}

/** POST a file as it is. */
export function postBytes<T>(path: string, body: Blob): Promise<T> {
  return request<T>(path, { method: "POST", headers: { "content-type": body.type || "application/octet-stream" }, body });
}

/** GET bytes, telling how much has come as a share of all (null when that is not known). */
export async function getBytes(path: string, onProgress: (share: number | null) => void): Promise<ArrayBuffer> {
  const response = await send(path, {});
  const length = Number(response.headers.get("content-length"));
  if (response.body === null || !(length > 0)) {
    onProgress(null);
    return response.arrayBuffer();
  }
  return readAll(response.body.getReader(), length, onProgress);
}

async function readAll(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  length: number,
  onProgress: (share: number | null) => void,
): Promise<ArrayBuffer> {
  const all = new Uint8Array(length);
  let filled = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return all.buffer.slice(0, filled);
    all.set(value.subarray(0, length - filled), filled);
    filled = Math.min(length, filled + value.length);
    onProgress(filled / length);
  }
}

async function request<T>(path: string, init: RequestInit): Promise<T> {
  const response = await send(path, init);
  const text = await response.text();
  return (text === "" ? undefined : JSON.parse(text)) as T;
}

async function send(path: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    const headers = { "accept-language": document.documentElement.lang, ...init.headers };
    response = await fetch(path, { credentials: "same-origin", ...init, headers });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiProblem(plainProblem("unreachable"), 0);
  }
  onAnswer(response.headers.has("x-sign-in-again"));
  if (!response.ok) throw new ApiProblem(await problemOf(response), response.status);
  return response;
}

async function problemOf(response: Response): Promise<Problem> {
  try {
    const problem = (await response.json()) as Partial<Problem>;
    return { ...plainProblem("other"), ...problem };
  } catch {
    return plainProblem("other");
  }
}

function plainProblem(code: string): Problem {
  return { code, detail: "", what_to_do: "", request_id: "" };
}
