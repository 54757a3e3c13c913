// Numbers that somebody types. Pure.

/** Whether what is typed can only be meant as a number to call. */
export function looksLikeNumber(text: string): boolean {
  const typed = text.trim();
  return /^\+?[\d\s()/-]+$/.test(typed) && typed.replace(/\D/g, "").length >= 5;
}
