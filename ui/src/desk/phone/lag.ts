// How long this page was deaf: the longest single piece of work since the last pulse. Not measured by a timer, since
// timers of hidden tabs are slow by design.
let longest_ms = 0;

/** Begin to notice long work, where the browser tells of it. */
export function watchLag(): void {
  if (!PerformanceObserver.supportedEntryTypes.includes("longtask")) return;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) longest_ms = Math.max(longest_ms, entry.duration);
  }).observe({ type: "longtask" });
}

/** The longest work since this was last asked, ms. */
export function takeLag_ms(): number {
  const lag = Math.round(longest_ms);
  longest_ms = 0;
  return lag;
}
