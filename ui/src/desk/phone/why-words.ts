// The chain in the reader's words: one sentence, or a few, for each link. Pure.
import type { Language, WhyCode, WhyDetail, WhyLink } from "../../generated/types";
import { count, lengthInWords, timeOfDay } from "../../shared/format";
import type { Catalogue } from "../../shared/i18n/index";
import { pauseWord } from "../../shared/words";

interface Words {
  readonly ok: boolean;
  readonly detail: WhyDetail;
  readonly t: Catalogue;
  readonly time: (at: number) => string;
  readonly number: (value: number) => string;
  readonly list: (words: readonly string[]) => string;
}

/** The link that is the reason: the first that does not hold. That the desk is unreachable is only a consequence. */
export function reasonOf(links: readonly WhyLink[]): WhyLink | null {
  const broken = links.filter((link) => !link.ok);
  const cause = broken.find((link) => link.detail.presence !== "unreachable");
  return cause ?? broken[0] ?? null;
}

/** What there is to say of a link. */
export function whySentence(link: WhyLink, t: Catalogue, language: Language): string {
  const list = new Intl.ListFormat(language, { type: "conjunction" });
  return SAY[link.code]({
    ok: link.ok,
    detail: link.detail,
    t,
    time: (at) => timeOfDay(at, language),
    number: (value) => count(Math.round(value), language),
    list: (words) => list.format(words),
  });
}

const SAY: Record<WhyCode, (words: Words) => string> = {
  signed_in: ({ ok, t }) => (ok ? t.why.signedIn : t.why.signedOut),
  presence,
  skills,
  lease,
  microphone: ({ ok, detail, t }) => {
    if (ok) return detail.audio === "off" ? t.why.microphoneOff : t.why.microphoneOk;
    return detail.audio === "microphone_lost" ? t.why.microphoneLost : t.why.microphoneDenied;
  },
  sound: ({ ok, detail, t }) => {
    if (ok) return detail.audio === "up" ? t.why.soundOk : t.why.soundLater;
    return detail.audio === "off" ? t.why.soundOff : t.why.soundFailed;
  },
  phone: ({ ok, detail, t }) => {
    if (detail.endpoint === "browser") return t.why.phoneBrowser;
    return ok ? t.why.phoneSip(detail.address ?? "") : t.why.phoneNone;
  },
  order,
  offers: ({ detail, t, time }) => {
    const last = detail.offers?.[0];
    return last === undefined ? t.why.offersNone : t.why.offersLast(t.why.outcomes[last.outcome], time(last.at));
  },
};

function presence({ ok, detail, t, time }: Words): string {
  const name = detail.presence ?? "signed_out";
  const word = (name === "pause" ? pauseWord(detail.reason ?? null, t) : t.presence[name]).toLocaleLowerCase();
  if (detail.next != null) return t.why.presenceNext[detail.next];
  if (ok) return t.why.presenceOk(word);
  if (name === "unreachable") return t.why.unreachable;
  return detail.until == null ? t.why.presenceNot(word) : t.why.presenceUntil(word, time(detail.until));
}

function skills({ ok, detail, t, list }: Words): string {
  const queues = detail.queues ?? [];
  if (ok) return t.why.serves(list(queues.filter((queue) => queue.serves).map((queue) => queue.name)));
  const needs = queues.map(({ name, missing }) =>
    t.why.needs(name, list(missing.map((skill) => t.why.skillLevel(skill.name, skill.level)))),
  );
  return [t.why.servesNone, ...needs].join(" ");
}

function lease({ ok, detail, t, number }: Words): string {
  const delay = number(detail.delay_ms ?? 0);
  if (ok) return detail.visible === false ? t.why.deskHidden(delay) : t.why.deskOk(delay);
  if (detail.hindrance === "asleep") return t.why.deskAsleep(lengthInWords(detail.pulse_age_ms ?? 0, t));
  return detail.hindrance === "lagging" ? t.why.deskLagging : t.why.deskNone;
}

function order({ detail, t, time }: Words): string {
  const { place, free, waited_at, watched_since } = detail;
  const turn = place == null ? t.why.orderNot : place === 1 ? t.why.orderNext(free ?? 1) : t.why.orderAfter(place - 1);
  if (waited_at != null) return `${turn} ${t.why.waited(time(waited_at))}`;
  return watched_since == null ? turn : `${turn} ${t.why.waitedNobody(time(watched_since))}`;
}
