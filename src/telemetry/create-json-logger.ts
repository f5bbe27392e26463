import { type Logger as Pino, pino } from 'pino';
import type { LoggerOptions } from './create-logger.js';
import type { Scrub } from './create-scrub.js';
import { describeError } from './describe-error.js';
import type { LogFields, Logger } from './logger.js';

/** Fields that are never written, whatever they hold. */
const SECRET_FIELDS = [
  'token',
  'botToken',
  'appToken',
  'accessToken',
  'refreshToken',
  'signingSecret',
  'clientSecret',
  'stateSecret',
  'password',
  'authorization',
  'headers.authorization',
];

/** One line of JSON per entry, with what tells one process and release from another. */
export function createJsonLogger({
  level,
  write,
  scrub,
  version,
  revision,
}: Omit<LoggerOptions, 'json' | 'scrub'> & { readonly scrub: Scrub }): Logger {
  const log: Pino = pino(
    {
      level,
      base: { pid: process.pid, ...(version !== undefined && { version }) },
      messageKey: 'message',
      timestamp: createTimestamp(),
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: SECRET_FIELDS, censor: '[secret]' },
      ...(revision && { mixin: () => ({ revision: revision() }) }),
    },
    { write: (line) => write(scrub(line.trimEnd())) },
  );
  const entry =
    (of: LoggerOptions['level']) =>
    (message: string, fields: LogFields = {}): void =>
      log[of](withErrors(fields), message);
  return { debug: entry('debug'), info: entry('info'), warn: entry('warn'), error: entry('error') };
}

/** As the library wants it: a field of the line. Lines of one millisecond share one text. */
function createTimestamp(): () => string {
  let at = Number.NaN;
  let field = '';
  return () => {
    const now = Date.now();
    if (now !== at) {
      at = now;
      field = `,"time":"${new Date(now).toISOString()}"`;
    }
    return field;
  };
}

/** Most entries hold no error, and are not copied. */
function withErrors(fields: LogFields): LogFields {
  for (const name in fields) if (fields[name] instanceof Error) return describeAll(fields);
  return fields;
}

function describeAll(fields: LogFields): LogFields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, value instanceof Error ? describeError(value) : value]),
  );
}
