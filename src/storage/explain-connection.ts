import { CannotOpenDatabase } from './cannot-open-database.js';

/** What Postgres or the network says when a database cannot be reached, and what to do about it. */
const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'no server listens there; start it, or correct its host and port',
  ENOTFOUND: 'there is no such host; correct it',
  EAI_AGAIN: 'its host cannot be looked up now; look at the network, or correct it',
  ETIMEDOUT: 'it does not answer; look at the network and its firewall',
  ECONNRESET: 'it closed the connection; perhaps it wants TLS, see DATABASE_SSL',
  '28P01': 'it refuses the password; correct the user or the password',
  '28000': 'it refuses the user; correct it, or set DATABASE_SSL where it wants TLS',
  '3D000': 'it has no such database; create it, or correct the name',
  '42501': 'the user may not create tables; grant it that, or use another user',
  '55P03':
    'something holds a lock for too long: another migration, or a transaction that does not end; pg_stat_activity names it. End it, and try again',
  '53300': 'it has no connection left; allow more, or stop what holds them',
};

/** The error as an operator can mend it, where the connection is to blame; otherwise as it was. */
export function explainConnection(error: unknown): unknown {
  const { code, message } = error as { code?: unknown; message?: string };
  const reason =
    REASONS[String(code)] ??
    (/timeout|SSL|certificate/i.test(message ?? '') ? `${message}; see DATABASE_SSL` : undefined);
  if (reason === undefined) return error;
  return new CannotOpenDatabase(`The database of DATABASE_URL cannot be used: ${reason}`, { cause: error });
}
