// The focus is never lost: what takes it away gives it back, and what is taken out of the page leaves it with a
// neighbour. A screen reader and a keyboard are nowhere when the focus is on the body.
import type { Attachment } from "svelte/attachments";

/** Open as a modal dialog; when it is taken away, however that happens, the focus goes back to where it was. */
export function modal(dialog: HTMLDialogElement): () => void {
  const before = document.activeElement;
  dialog.showModal();
  return () =>
    setTimeout(() => {
      if (isLost() && before instanceof HTMLElement && before.isConnected) before.focus();
    });
}

/** When the focused thing inside is taken out of the page, the focus goes to what ``find`` says. */
export function keepsFocus(find: (inside: HTMLElement) => HTMLElement | null): Attachment<HTMLElement> {
  return (inside) => {
    const left = ({ target }: FocusEvent): void => {
      setTimeout(() => {
        if (target instanceof Node && !target.isConnected && inside.isConnected && isLost()) find(inside)?.focus();
      });
    };
    inside.addEventListener("focusout", left);
    return () => inside.removeEventListener("focusout", left);
  };
}

function isLost(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}
