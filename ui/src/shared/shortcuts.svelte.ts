// Keyboard shortcuts: off while somebody types, while a dialog is open, and when the reader has turned them off (single
// keys must be possible to turn off, WCAG 2.1.4).
const KEY = "lur.shortcuts";

class Shortcuts {
  on = $state(localStorage.getItem(KEY) !== "off");
  helpOpen = $state(false);

  toggleHelp(): void {
    this.helpOpen = !this.helpOpen;
  }

  turn(on: boolean): void {
    this.on = on;
    localStorage.setItem(KEY, on ? "on" : "off");
  }

  /** A handler that acts only when a shortcut may. ``always``: also when single keys are turned off. */
  run(act: (event: KeyboardEvent) => void, { always = false }: { always?: boolean } = {}) {
    return (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.repeat || (!this.on && !always)) return;
      if (document.querySelector("dialog[open]") !== null) return;
      event.preventDefault();
      act(event);
    };
  }
}

export const shortcuts = new Shortcuts();
