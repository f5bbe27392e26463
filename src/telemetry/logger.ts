import { pino } from 'pino';
import { createScrub, type Scrub } from './scrub.js';

/** What the rest of the program needs of a log. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

export type LogFields = Readonly<Record<string, unknown>>;

const LEVELS = ['debug', 'info', 'warn', 'error'] as const;
type Level = (typeof LEVELS)[number];

export interface LoggerOptions {
  readonly level: Level;
  readonly json: boolean;
  /** Takes one line, without its line break. */
  readonly write: (line: string) => void;
  /** Takes secrets out of every finished line, so that no caller can forget to. By default those known by their shape. */
  readonly scrub?: Scrub;
  /** The program's version, on every line of JSON. */
  readonly version?: string;
  /** The revision of the guide in use, on every line of JSON. */
  readonly revision?: () => string | undefined;
}

/** Writes one line per entry, without secrets: JSON for machines, or plain text for a terminal. */
export function createLogger(options: LoggerOptions): Logger {
  const entry = options.json ? jsonEntries(options) : plainEntries(options);
  return { debug: entry('debug'), info: entry('info'), warn: entry('warn'), error: entry('error') };
}

type Entries = (level: Level) => (message: string, fields?: LogFields) => void;

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

function jsonEntries({ level, write, scrub = createScrub(), version, revision }: LoggerOptions): Entries {
  const log = pino(
    {
      level,
      base: { pid: process.pid, ...(version !== undefined && { version }) },
      messageKey: 'message',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: SECRET_FIELDS, censor: '[secret]' },
      ...(revision && { mixin: () => ({ revision: revision() }) }),
    },
    { write: (line) => write(scrub(line.trimEnd())) },
  );
  return (of) =>
    (message, fields = {}) =>
      log[of](describeErrors(fields), message);
}

function plainEntries({ level, write, scrub = createScrub() }: LoggerOptions): Entries {
  return (of) =>
    (message, fields = {}) => {
      if (LEVELS.indexOf(of) < LEVELS.indexOf(level)) return;
      const details = Object.keys(fields).length > 0 ? ` ${JSON.stringify(describeErrors(fields))}` : '';
      write(scrub(`${of === 'info' ? '' : `${of}: `}${message}${details}`));
    };
}

function describeErrors(fields: LogFields): LogFields {
  if (!Object.values(fields).some((value) => value instanceof Error)) return fields;
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, describe(value)]));
}

/** JSON would write an error as `{}`; this keeps its name, message, stack and causes. */
function describe(value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  return {
    name: value.name,
    message: value.message,
    stack: value.stack,
    ...(value instanceof AggregateError && { errors: value.errors.map(describe) }),
    ...(value.cause !== undefined && { cause: describe(value.cause) }),
  };
}
