// Each tab is a desk with an id of its own, which a reload keeps. A duplicated tab gets a copy of the session storage,
// so an id there is ours only if its last page said goodbye, or if no living page holds the id's lock.
const ID = "lur.desk";
const LEFT = "lur.desk.left";

export interface Surroundings {
  readonly storage: Storage;
  readonly locks: LockManager | undefined;
  newId(): string;
}

/** The desk id of this tab. Answers at once after a reload; a copied tab is found out and gets another id. */
export async function claimDesk(around: Surroundings = browserSurroundings()): Promise<string> {
  const { storage } = around;
  const kept = storage.getItem(ID);
  const left = storage.getItem(LEFT) !== null;
  storage.removeItem(LEFT);
  if (kept !== null && left) {
    void hold(around, kept);
    return kept;
  }
  if (kept !== null && (await hold(around, kept))) return kept;
  const id = around.newId();
  storage.setItem(ID, id);
  void hold(around, id);
  return id;
}

/** Another id for this tab: its own was found on another page. */
export function freshDesk(): string {
  const id = newId();
  sessionStorage.setItem(ID, id);
  return id;
}

/** This page goes away: its id is free for the page that follows in the tab. */
export function leaveDesk(storage: Storage = sessionStorage): void {
  storage.setItem(LEFT, "1");
}

/** The page came back from the browser's memory after all. */
export function keepDesk(storage: Storage = sessionStorage): void {
  storage.removeItem(LEFT);
}

/** True when nobody else held the id; it is then ours for as long as the page lives. */
function hold({ locks }: Surroundings, id: string): Promise<boolean> {
  if (locks === undefined) return Promise.resolve(false);
  return new Promise((resolve) => {
    const held = locks.request(`${ID}.${id}`, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock === null ? undefined : new Promise<void>(() => undefined);
    });
    held.catch(() => resolve(false));
  });
}

function browserSurroundings(): Surroundings {
  return { storage: sessionStorage, locks: navigator.locks, newId };
}

/** 96 random bits; crypto.randomUUID is missing on pages that are not secure. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return `desk-${[...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
