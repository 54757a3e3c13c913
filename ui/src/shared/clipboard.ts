// Copying, which a browser may refuse: without https, or when it is told to.
import { announcer } from "./announce.svelte";

/** True when it is copied, and then ``said`` is announced. When it is not, whoever asked shows that. */
export async function copyText(text: string, said: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    return false;
  }
  announcer.say(said);
  return true;
}
