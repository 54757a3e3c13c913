// The reasons an agent may give for a pause.
export const PAUSES = ["break", "lunch", "recovery", "meeting", "training"] as const;
