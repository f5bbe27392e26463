import { readDatabaseConfig } from '../config.js';
import { openDatabase } from '../storage/open-database.js';
import type { Reports } from '../storage/reports.js';
import type { Io } from './args.js';

/** Reads the database of DATABASE_URL, and changes nothing. @throws ConfigError, CannotOpenDatabase */
export async function withReports<T>(io: Io, work: (reports: Reports) => Promise<T>): Promise<T> {
  const { createReports } = await import('../storage/reports.js');
  const database = await openDatabase(readDatabaseConfig(io.env));
  try {
    return await work(createReports(database));
  } finally {
    await database.close();
  }
}
