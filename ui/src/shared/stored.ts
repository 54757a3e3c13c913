// Small things kept in this browser. A full or forbidden storage must never stop anybody from working, so nothing here
// throws; what could not be kept is simply not found later.
export function stored<T>(key: string): T | null {
  try {
    const text = localStorage.getItem(key);
    return text === null ? null : (JSON.parse(text) as T);
  } catch {
    return null;
  }
}

/** Keep a value; null forgets it. */
export function store(key: string, value: unknown): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // The page works on with what it has in memory.
  }
}

/** The keys under which something is kept, by how they begin, in order. */
export function keysBeginning(prefix: string): string[] {
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(prefix))
      .sort();
  } catch {
    return [];
  }
}
