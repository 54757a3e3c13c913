// Where a key leads in a table of cells, as in a spreadsheet. Pure.
export interface Cell {
  readonly row: number;
  readonly column: number;
}

interface Size {
  readonly rows: number;
  readonly columns: number;
}

/** The cell after a key, null when the key does not move: arrows by one, Home and End in the row, with Ctrl in the table. */
export function moved(key: string, far: boolean, at: Cell, { rows, columns }: Size): Cell | null {
  const row = (n: number): number => Math.max(0, Math.min(rows - 1, n));
  const column = (n: number): number => Math.max(0, Math.min(columns - 1, n));
  switch (key) {
    case "ArrowUp":
      return { ...at, row: row(at.row - 1) };
    case "ArrowDown":
      return { ...at, row: row(at.row + 1) };
    case "ArrowLeft":
      return { ...at, column: column(at.column - 1) };
    case "ArrowRight":
      return { ...at, column: column(at.column + 1) };
    case "Home":
      return { row: far ? 0 : at.row, column: 0 };
    case "End":
      return { row: far ? row(rows) : at.row, column: column(columns) };
    case "PageUp":
      return { ...at, row: row(at.row - 10) };
    case "PageDown":
      return { ...at, row: row(at.row + 10) };
    default:
      return null;
  }
}
