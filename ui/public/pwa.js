// Lets the browser install Lur, and shows a page that says what is wrong when Lur cannot be reached.
// Only on secure pages (https, localhost): elsewhere there are no service workers.
if ("serviceWorker" in navigator) {
  addEventListener("load", () => {
    navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" }).catch(() => undefined);
  });
}
