import { setTimeout as sleep } from 'node:timers/promises';
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

/** Where finished lines are collected and written in larger pieces, so that no request waits for the log. */
export interface LogDestination {
  readonly write: (line: string) => void;
  /** Resolves when everything is written, or after two seconds: the reader may have stopped reading. */
  close(): Promise<void>;
}

const FLUSH_BYTES = 12 * 1024;
const FLUSH_MS = 250;
const CLOSE_TIMEOUT_MS = 2_000;

/** When nobody reads, lines above this are dropped: answering matters more. */
const MAX_BUFFERED_BYTES = 16 * 1024 * 1024;

/** Opens a file descriptor, such as 1 for standard output. A process that ends without `close` still writes what is collected. */
export function openLogDestination(descriptor: number): LogDestination {
  const stream = pino.destination({
    dest: descriptor,
    sync: false,
    minLength: FLUSH_BYTES,
    maxLength: MAX_BUFFERED_BYTES,
    periodicFlush: FLUSH_MS,
  });
  let isClosed = false;
  let isBroken = false;
  // The reader has gone (EPIPE), so there is nobody to tell. Without a listener the process would crash.
  stream.on('error', () => {
    isBroken = true;
  });
  return {
    write(line) {
      if (!isClosed) stream.write(`${line}\n`);
    },
    async close() {
      if (isClosed) return;
      isClosed = true;
      if (isBroken) return;
      const closed = new Promise((resolve) => stream.once('close', resolve).once('error', resolve));
      stream.end();
      await Promise.race([closed, sleep(CLOSE_TIMEOUT_MS, undefined, { ref: false })]);
    },
  };
}
