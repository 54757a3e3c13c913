// Marks what changed: two seconds of another ground, then as before. An attachment, used as {@attach marks(value)}.
import type { Attachment } from "svelte/attachments";

const MARK_MS = 2000;
const seen = new WeakMap<Element, { value: unknown; over: ReturnType<typeof setTimeout> | undefined }>();

/**
 * Mark the element each time ``value`` differs from the last time; not the first time. An attachment runs again whenever
 * anything it reads is new, so what was seen, and when the mark is over, is kept beside the element.
 */
export function marks(value: unknown): Attachment<HTMLElement> {
  return (element) => {
    const before = seen.get(element);
    if (before === undefined) {
      element.classList.add("marks");
      seen.set(element, { value, over: undefined });
      return;
    }
    if (before.value === value) return;
    clearTimeout(before.over);
    element.classList.add("just-changed");
    const over = setTimeout(() => element.classList.remove("just-changed"), MARK_MS);
    seen.set(element, { value, over });
  };
}
