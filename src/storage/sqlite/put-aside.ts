import { existsSync, renameSync } from 'node:fs';
import Libsql from 'libsql';
import { CannotCopyDatabase } from '../cannot-copy-database.js';
import { nameAlso } from './name-also.js';

/**
 * Gives a database file a second name, so that it can be had back when the first one is replaced. @returns that name
 * @throws CannotCopyDatabase where a program has it open: it would go on writing into the file that was put aside
 */
export function putAside(file: string, now: Date): string {
  if (isOpen(file)) {
    throw new CannotCopyDatabase(
      `${file} is open in another program. Stop Guidepost, and whatever else uses it, then restore.`,
    );
  }
  const aside = nameAside(file, now);
  nameAlso(file, aside);
  moveJournal(file, aside);
  return aside;
}

/** Of a database that somebody has removed by its main file alone. */
export function putJournalAside(file: string, now: Date): void {
  moveJournal(file, nameAside(file, now));
}

/** What SQLite keeps beside a file belongs to it. Left behind, it would be taken for the new one's, and written into it. */
function moveJournal(file: string, aside: string): void {
  for (const suffix of ['-wal', '-shm', '-journal']) {
    if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix);
  }
}

/** Leaving the journal mode WAL takes the file for oneself, and folds the journal into it. What is no database, nobody has open. */
function isOpen(file: string): boolean {
  try {
    const sqlite = new Libsql(file);
    try {
      const [row] = sqlite.prepare('pragma journal_mode = delete').all();
      return (row as { journal_mode?: unknown } | undefined)?.journal_mode !== 'delete';
    } finally {
      sqlite.close();
    }
  } catch (error) {
    return (error as { code?: unknown }).code === 'SQLITE_BUSY';
  }
}

function nameAside(file: string, now: Date): string {
  const name = `${file}.before-restore-${now.toISOString().slice(0, 19).replaceAll(':', '')}Z`;
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? name : `${name}-${number}`;
    if (!existsSync(candidate)) return candidate;
  }
}
