// The reasons an agent may give for a pause.
export const PAUSES = ["break", "lunch", "meeting", "training"] as const;
