// The address bar. Small on purpose: the pages are few, and a plain link must work as a plain link.
import { tick } from "svelte";

import { routeOf } from "./route";

/** A set-up link has its code behind a #, where no server logs it: /#/setup?token=... */
function openLink(): void {
  if (location.hash.startsWith("#/")) history.replaceState(null, "", location.hash.slice(1));
}

openLink();

class Router {
  path = $state(location.pathname);
  /** What follows the path, with its question mark; pages that can be shared keep their choice there. */
  search = $state(location.search);
  route = $derived(routeOf(this.path));

  constructor() {
    addEventListener("popstate", () => {
      this.path = location.pathname;
      this.search = location.search;
    });
    document.addEventListener("click", (event) => this.#followed(event));
  }

  /** Go to a page of ours; focus moves to its heading, so that a screen reader hears where it is. */
  go(path: string, { replace = false }: { replace?: boolean } = {}): void {
    if (replace) history.replaceState(null, "", path);
    else if (path !== location.pathname + location.search) history.pushState(null, "", path);
    this.search = location.search;
    if (this.path === location.pathname) return;
    this.path = location.pathname;
    scrollTo(0, 0);
    void tick().then(() => document.querySelector<HTMLElement>("main h1")?.focus({ preventScroll: true }));
  }

  #followed(event: MouseEvent): void {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (link === null || link.target !== "" || link.origin !== location.origin || link.hash !== "") return;
    if (link.hasAttribute("download") || link.pathname.startsWith("/api/")) return;
    event.preventDefault();
    this.go(link.pathname + link.search);
  }
}

export const router = new Router();
