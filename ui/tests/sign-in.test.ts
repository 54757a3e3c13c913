// What the pages of signing in reckon themselves: bytes of passkeys, where one's account is, reasons that come back.
import { encode } from "uqr";
import { afterEach, describe, expect, it, vi } from "vitest";

import { bytes, text } from "../src/account/webauthn";
import { ApiProblem, get, hearOfSignIn } from "../src/shared/api";
import { catalogues, languages } from "../src/shared/i18n/index";
import { routeOf } from "../src/shared/route";

describe("signing in", () => {
  it("turns bytes into the standard's text and back, whatever their number", () => {
    for (const length of [0, 1, 2, 3, 31, 32, 64]) {
      const before = Uint8Array.from({ length }, (_, at) => (at * 251 + 7) % 256);
      const written = text(before.buffer);
      expect(written).not.toMatch(/[+/=]/);
      expect(bytes(written)).toEqual(before);
    }
  });

  it("has a page for one's own account", () => {
    expect(routeOf("/account")).toEqual({ page: "account" });
    expect(routeOf("/account/more")).toEqual({ page: "unknown" });
    expect(routeOf("/admin/sign-on")).toEqual({ page: "admin", tab: "sign-on" });
  });

  it("says each reason for not coming in from elsewhere, in each language", () => {
    const codes = ["no_group", "sign_on_name_taken", "sign_on_stale", "sign_on_declined", "sign_on_failed", "unknown_provider"];
    for (const language of languages) {
      const told: Record<string, string> = catalogues[language].door.problems;
      for (const code of codes) expect(told[code], `${code} ${language}`).toBeTruthy();
    }
  });

  it("draws a code with its three corners and its quiet edge", () => {
    const code = encode("otpauth://totp/Lur:maja?secret=GEZDGNBVGY3TQOJQ", { ecc: "M", border: 4 });
    const row = (y: number, from: number): string => code.data[y]!.slice(from, from + 7).map((dark) => (dark ? "#" : ".")).join("");
    expect(code.data[3]!.some(Boolean)).toBe(false);
    for (const [y, x] of [[4, 4], [4, code.size - 11], [code.size - 11, 4]] as const) expect(row(y, x)).toBe("#######");
  });
});

describe("a session that is to end with the contact", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    hearOfSignIn(() => undefined);
  });

  it("is heard of with each answer, a refusal too, until the answers say nothing of it any more", async () => {
    const heard: boolean[] = [];
    hearOfSignIn((again) => heard.push(again));
    const answers = [new Response("{}"), new Response("{}", { headers: { "x-sign-in-again": "after-contact" } }), new Response("{}", { status: 409, headers: { "x-sign-in-again": "after-contact" } }), new Response("{}")];
    vi.stubGlobal("document", { documentElement: { lang: "sv" } });
    vi.stubGlobal("fetch", () => Promise.resolve(answers.shift()));
    await get("/api/me");
    await get("/api/me");
    await expect(get("/api/me")).rejects.toBeInstanceOf(ApiProblem);
    await get("/api/me");
    expect(heard).toEqual([false, true, true, false]);
  });
});
