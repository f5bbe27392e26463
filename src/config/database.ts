import { choose, type Source } from './environment.js';

/** Where the runs are stored, and how the app starts with it. */
export interface DatabaseConfig {
  readonly url: string;
  readonly ssl?: 'disable' | 'no-verify' | 'verify';
  readonly migrateOnStart: boolean;
  /** Whether the start fails if the database cannot be used. */
  readonly isRequired?: boolean;
  /** The maximum number of connections to Postgres of this process. */
  readonly poolSize?: number;
}

const SSL_MODES = ['disable', 'no-verify', 'verify'] as const;

/** Reads the settings of the database, and reports each that is wrong. */
export function readDatabase(source: Source, production: boolean): DatabaseConfig {
  const { read, problems } = source;
  const url = read('DATABASE_URL');
  if (url !== undefined && !/^sqlite:\S|^postgres(?:ql)?:\/\/\S/.test(url)) {
    problems.push('DATABASE_URL must start with sqlite: (followed by a path) or postgres://');
  }
  if (url === undefined && production) {
    problems.push(
      'DATABASE_URL is missing: in production use a database that outlives a release, postgres://… or sqlite: with a path on a persistent disk',
    );
  }
  const ssl = choose('DATABASE_SSL', SSL_MODES, source);
  const migrate = choose('MIGRATE_ON_START', ['true', 'false'], source);
  const required = choose('DATABASE_REQUIRED', ['true', 'false'], source);
  const poolSize = readPoolSize(source);
  return {
    url: url ?? 'sqlite:./data/guidepost.db',
    migrateOnStart: migrate !== 'false',
    ...(required === 'true' && { isRequired: true }),
    ...(ssl && { ssl }),
    ...(poolSize !== undefined && { poolSize }),
  };
}

/** With one connection, a migration's check and a button press would wait for each other; above 100 a server needs a pooler. */
function readPoolSize({ read, problems }: Source): number | undefined {
  const value = read('DATABASE_POOL_SIZE');
  if (value === undefined) return undefined;
  const size = Number(value);
  if (!/^\d{1,3}$/.test(value) || size < 2 || size > 100) {
    problems.push(
      'DATABASE_POOL_SIZE must be a number from 2 to 100: the maximum number of connections to Postgres per process',
    );
  }
  return size;
}
