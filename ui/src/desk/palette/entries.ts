// What the palette offers to this person now: only what can be done, each with the key that does the same.
import { catalogues, languages } from "../../shared/i18n/index";
import { reader } from "../../shared/i18n/reader.svelte";
import { pauses } from "../../shared/pauses.svelte";
import { densityChoice } from "../../shared/density.svelte";
import { router } from "../../shared/router.svelte";
import { session } from "../../shared/session.svelte";
import { shortcuts } from "../../shared/shortcuts.svelte";
import { themeChoice } from "../../shared/theme.svelte";
import { pauseWord } from "../../shared/words";
import { act } from "../actions";
import { desk } from "../desk.svelte";
import type { DeskAction } from "../keys";
import { perform } from "../perform";
import { isBusy, isTalk } from "../stage/stage";
import { calling } from "../talk/calling.svelte";
import { talk } from "../talk/talk.svelte";
import { receiverOf } from "../talk/situation";
import { looksLikeNumber } from "../talk/typed";
import { tour } from "../tour/tour.svelte";
import type { Entry } from "./search";

export function entriesNow(): Entry[] {
  return [...(desk.isMine ? deskCommands() : []), ...pages(), ...settings()];
}

function deskCommands(): Entry[] {
  const t = reader.t.desk.act;
  const { stage } = desk;
  const command = (id: DeskAction, label: string, keys?: string, also?: string): Entry => ({
    id,
    group: "commands",
    label,
    ...(keys === undefined ? {} : { keys }),
    ...(also === undefined ? {} : { also }),
    run: () => perform(id),
  });
  const now: Entry[] = [];
  if (stage === "offered") now.push(command("answer", desk.contact?.callback == null ? t.answer : reader.t.callback.call, "Enter"), command("decline", t.decline, "X"));
  if (stage === "dialling") now.push(command("end", reader.t.callback.stop, "Ctrl E"), command("mute", t.mute, "M"));
  if (isTalk(stage)) {
    now.push(command("mute", t.mute, "M"), command("hold", stage === "held" ? t.resume : t.hold, "H"));
    now.push(command("keypad", t.keypad, "K"), command("end", t.end, "Ctrl E"), command("note", reader.t.desk.note, "N"));
    now.push(...colleagues(), ...guided());
  }
  if (stage === "wrap_up") now.push(command("finish", t.finish, "Ctrl Enter"), command("hard", t.hard, "D"));
  if (stage === "wrap_up" || stage === "breath") now.push(command("more", t.more, "+"));
  if (stage === "asked") now.push(command("answer", reader.t.talk.act.answer, "Enter"), command("decline", reader.t.talk.act.notNow, "X"));
  if (stage === "assisting") now.push(...helping());
  if (!isBusy(stage) && stage !== "ready") now.push(command("ready", t.ready, "R"));
  if (!isBusy(stage) && stage !== "standby") now.push(command("standBy", reader.t.talk.act.standBy, "B"));
  if (!isBusy(stage)) now.push({ id: "call-out", group: "commands", label: reader.t.talk.act.callOut, run: () => calling.open() });
  return [...now, ...pauseEntries(), command("why", reader.t.why.title, "W"), ...open()];
}

/** Somebody typed a number: it can be called. */
export function typedNumber(query: string): Entry[] {
  if (!desk.isMine || isBusy(desk.stage) || !looksLikeNumber(query)) return [];
  const number = query.trim();
  return [{ id: "call-number", group: "commands", label: reader.t.talk.out.callNumber(number), run: () => calling.open({ number }) }];
}

const talkEntry = (id: DeskAction, label: string, keys: string): Entry => ({ id, group: "commands", label, keys, run: () => perform(id) });

function colleagues(): Entry[] {
  const t = reader.t.talk.act;
  const { situation } = talk;
  const receiver = receiverOf(situation);
  const now: Entry[] = [];
  if (situation.ringing !== null) now.push(talkEntry("drop", t.stopAsking, "X"));
  else if (receiver === null) now.push(talkEntry("consult", t.consult, "Q"), talkEntry("transfer", t.transfer, "T"));
  else {
    now.push(talkEntry("transfer", t.handOver(talk.nameOf(receiver)), "T"));
    now.push(talkEntry("conference", `${t.conferenceLong} ${t.conference}`, "J"), talkEntry("drop", t.letGo(talk.nameOf(receiver)), "X"));
  }
  if (situation.ringing === null && situation.beside === null && receiver !== null) now.push(talkEntry("consult", t.consult, "Q"));
  if (talk.canLeave) now.push(talkEntry("leaveTalk", t.leave, "V"));
  return [...now, talkEntry("help", situation.helping === null ? t.help : t.helpStop, "?")];
}

function helping(): Entry[] {
  const t = reader.t.talk.act;
  const words = { listen: talkEntry("listen", t.listen, "L"), whisper: talkEntry("whisper", t.whisper, "W"), joined: talkEntry("join", t.join, "J") };
  const parts = talk.parts.map((part) => words[part]);
  const mute = talkEntry("mute", reader.t.desk.act.mute, "M");
  return [...parts, mute, talkEntry("takeOver", t.takeOver, "O"), talkEntry("leaveTalk", t.leave, "V")];
}

function guided(): Entry[] {
  const t = reader.t.guide;
  const entry = (id: DeskAction, label: string, keys: string): Entry => ({ id, group: "commands", label, keys, run: () => perform(id) });
  return [
    entry("summary", t.summary, "S"),
    entry("solved", desk.contact?.solved === true ? t.unmark : t.solvedMark, "L"),
    entry("guideNext", `${t.title}: ${t.next}`, "."),
    entry("yesNo", reader.t.phrases.moments.yes_no, "Y"),
  ];
}

function pauseEntries(): Entry[] {
  if (desk.stage === "signed_out") return [];
  const t = reader.t;
  const word = isBusy(desk.stage) ? t.desk.act.pauseAfter : t.desk.act.pause;
  const reasons = pauses.reasons.map(
    (reason): Entry => ({ id: `pause-${reason}`, group: "commands", label: `${word}: ${pauseWord(reason, t)}`, run: () => void act.pause(reason) }),
  );
  const leave = isBusy(desk.stage) ? t.desk.act.signOutAfter : t.desk.act.signOut;
  return [...reasons, { id: "leave", group: "commands", label: leave, run: () => void act.signOut() }];
}

function open(): Entry[] {
  const t = reader.t;
  return [
    { id: "check", group: "commands", label: t.check.title, run: () => (desk.checking = true) },
    { id: "devices", group: "settings", label: t.desk.act.devices, run: () => (desk.choosingDevices = true) },
    { id: "tour", group: "settings", label: t.palette.tour, run: () => (router.go("/desk"), tour.again()) },
  ];
}

function pages(): Entry[] {
  const t = reader.t;
  return [
    { path: "/desk", label: t.desk.title, keys: "G D", may: desk.isMine },
    { path: "/", label: t.nav.live, keys: "G N", may: true },
    { path: "/contacts", label: t.nav.contacts, keys: "G K", may: session.may("see_contacts") },
    { path: "/reports", label: t.reports.title, keys: "G R", may: session.may("see_reports") },
    { path: "/reports/agents/me", label: t.reports.agent.mine, may: session.me?.agent_id != null },
    { path: "/admin", label: t.nav.admin, keys: "G I", may: session.may("manage_agents") },
  ]
    .filter((page) => page.may)
    .map(({ path, label, keys }): Entry => ({ id: path, group: "pages", label: t.palette.goTo(label), ...(keys === undefined ? {} : { keys }), run: () => router.go(path) }));
}

function settings(): Entry[] {
  const t = reader.t;
  return [
    { id: "keys", group: "settings", label: t.palette.shortcuts, keys: "?", run: () => shortcuts.toggleHelp() },
    ...languages.map(
      (language): Entry => ({
        id: `speak-${language}`,
        group: "settings",
        label: t.palette.speak(catalogues[language].languageName),
        also: "language språk",
        run: () => session.speak(language),
      }),
    ),
    ...(["system", "light", "dark"] as const).map(
      (theme): Entry => ({ id: `theme-${theme}`, group: "settings", label: t.palette.theme(t.nav.themes[theme]), run: () => themeChoice.choose(theme) }),
    ),
    ...(["comfortable", "compact"] as const).map(
      (density): Entry => ({
        id: `density-${density}`,
        group: "settings",
        label: t.palette.density(t.density[density]),
        run: () => densityChoice.choose(density),
      }),
    ),
  ];
}
