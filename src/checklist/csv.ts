import type { BypassExport, RunExport } from './export.js';

const COLUMNS = [
  'run',
  'name',
  'phase',
  'item',
  'title',
  'parent',
  'state',
  'by',
  'at',
  'seconds',
  'reason',
  'evidence',
  'approvals',
  'assignee',
  'due',
  'note',
  'bypass',
] as const;

/** The items as comma-separated values (RFC 4180), a line each after the line of the columns' names. */
export function exportCsv(run: RunExport): string {
  const rows = run.phases.flatMap(({ id, title: phase, items }) =>
    items.map((item): Cell[] => [
      run.id,
      run.name ?? run.title,
      phase,
      item.id,
      item.title,
      item.parent,
      item.state,
      item.settled?.by.name ?? null,
      item.settled?.at ?? null,
      item.seconds,
      item.reason,
      item.evidence,
      item.approvals.map(({ by, at }) => `${by.name} ${at}`).join('; '),
      item.assignee?.name ?? null,
      item.due,
      item.note,
      bypassesOf(run, id)
        .map((each) => `${each.by.name} ${each.at}: ${each.reason}`)
        .join('; '),
    ]),
  );
  return toCsv([COLUMNS, ...rows]);
}

/** Those that opened the gate for the items of a phase. */
function bypassesOf({ bypasses }: RunExport, phase: string | null): BypassExport[] {
  return bypasses.filter((each) => each.phase === null || each.phase === phase);
}

export type Cell = string | number | null;

/** Rows as comma-separated values (RFC 4180). */
export function toCsv(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

/** A spreadsheet would run a cell that begins like a formula, so it gets an apostrophe (OWASP, "CSV Injection"). */
function cell(value: Cell): string {
  const text = value === null ? '' : String(value);
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
