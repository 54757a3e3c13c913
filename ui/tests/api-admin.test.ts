// What the page about tokens and webhooks works out by itself.
import { expect, test } from "vitest";

import { grantable, overAt } from "../src/admin/api/tokens";
import { answerText, healthOf, kindOptions, USUAL_KINDS } from "../src/admin/api/webhooks";
import type { WebhookRow } from "../src/generated/types";
import { catalogues } from "../src/shared/i18n/index";

const ROW: WebhookRow = {
  id: "w1",
  name: "cases",
  url: "https://x.test",
  kinds: USUAL_KINDS,
  state: "on",
  made_at: 0,
  waiting: 0,
  set_aside: 0,
  failing_since: null,
  next_at: null,
  delivered_at: null,
  old_secret_until: null,
};

test("nobody can give what everybody has, or what is a person's own", () => {
  expect(grantable(["see_contacts", "public", "own_account", "see_status"], ["public", "see_status", "see_contacts"])).toEqual(["see_status", "see_contacts"]);
});

test("a token runs out after so many days, or never", () => {
  expect(overAt("30", 1_000)).toBe(1_000 + 30 * 86_400_000);
  expect(overAt("never", 1_000)).toBeNull();
});

test("how a webhook goes is a sign", () => {
  expect(healthOf(ROW)).toBe("up");
  expect(healthOf({ ...ROW, failing_since: 5 })).toBe("trouble");
  expect(healthOf({ ...ROW, set_aside: 1 })).toBe("trouble");
  expect(healthOf({ ...ROW, state: "paused" })).toBe("down");
  expect(healthOf({ ...ROW, state: "off" })).toBe("unknown");
});

test("an answer is its status and what it means", () => {
  expect(answerText(500, "answered", catalogues.en)).toBe("500 · Refused");
  expect(answerText(null, "timed_out", catalogues.sv)).toBe("Svarade inte i tid");
});

test("each language has each kind, in the same order", () => {
  const order = kindOptions(catalogues.en).map((option) => option.value);
  for (const t of [catalogues.sv, catalogues.nb]) expect(kindOptions(t).map((option) => option.value)).toEqual(order);
});
