// Marks what changed: two seconds of another ground, then as before. An attachment, used as {@attach marks(value)}.
import type { Attachment } from "svelte/attachments";

const MARK_MS = 2000;
const seen = new WeakMap<Element, unknown>();

/** Mark the element each time ``value`` differs from the last time; not the first time. */
export function marks(value: unknown): Attachment<HTMLElement> {
  return (element) => {
    element.classList.add("marks");
    const first = !seen.has(element);
    const before = seen.get(element);
    seen.set(element, value);
    if (first || before === value) return;
    element.classList.add("just-changed");
    const over = setTimeout(() => element.classList.remove("just-changed"), MARK_MS);
    return () => clearTimeout(over);
  };
}
