// What the browser tells a phone about the world around it.
export interface BrowserHears {
  onNetwork(): void;
  /** Somebody clicked or pressed a key: from here on sound may be made. */
  onGesture(): void;
  onLeave(): void;
  /** The page was kept in memory and is shown again. */
  onReturn(): void;
  onSeen(): void;
  onDevices(): void;
  onMicrophoneAllowed(): void;
}

/** Listen for as long as the page lives. */
export function listenToBrowser(hears: BrowserHears): void {
  addEventListener("online", () => hears.onNetwork());
  addEventListener("click", () => hears.onGesture(), { capture: true });
  addEventListener("keydown", () => hears.onGesture(), { capture: true });
  addEventListener("pagehide", () => hears.onLeave());
  addEventListener("pageshow", (event) => event.persisted && hears.onReturn());
  document.addEventListener("visibilitychange", () => hears.onSeen());
  navigator.mediaDevices?.addEventListener("devicechange", () => hears.onDevices());
  void watchPermission(hears);
}

async function watchPermission(hears: BrowserHears): Promise<void> {
  const asked = navigator.permissions?.query({ name: "microphone" });
  const permission = await asked?.catch(() => undefined);
  if (permission === undefined) return;
  permission.onchange = () => {
    if (permission.state === "granted") hears.onMicrophoneAllowed();
  };
}
