import { visible } from './visible.ts';

/** Rows of cells as text in columns; numbers stand to the right, the last column is as wide as it likes. */
export function renderTable(head: readonly string[], rows: readonly (string | number)[][]): string {
  const all = [head, ...rows.map((row) => row.map((cell) => visible(String(cell))))];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const numeric = head.map((_, column) => rows.some((row) => typeof row[column] === 'number'));
  return all
    .map((row) =>
      row
        .map((cell, column) => {
          if (numeric[column]) return cell.padStart(widths[column] ?? 0);
          return column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0);
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
