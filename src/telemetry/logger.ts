import { setTimeout as sleep } from 'node:timers/promises';
import { destination, type Logger as Pino, pino } from 'pino';
import { createScrub, type Scrub } from './scrub.js';

/** What the rest of the program needs of a log. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

export type LogFields = Readonly<Record<string, unknown>>;

export interface LoggerOptions {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly json: boolean;
  /** Takes a line without its end. */
  readonly write: (line: string) => void;
  /** Takes secrets out of every line; without it, those that are known by their shape. */
  readonly scrub?: Scrub;
  /** Of the program, on every line of JSON. */
  readonly version?: string;
  /** Of the guide that is answered from at the moment, on every line of JSON. */
  readonly revision?: () => string | undefined;
}

/** Writes one line per entry, without secrets: JSON for machines, or plain words for whoever sits before the terminal. */
export function createLogger({ json, scrub = createScrub(), ...options }: LoggerOptions): Logger {
  return json ? createJsonLogger({ ...options, scrub }) : createPlainLogger({ ...options, scrub });
}

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

const LEVELS = ['debug', 'info', 'warn', 'error'] as const;

/** Plain words, for whoever sits before the terminal. */
export function createPlainLogger({
  level,
  write,
  scrub,
}: Pick<LoggerOptions, 'level' | 'write'> & { readonly scrub: Scrub }): Logger {
  const entry =
    (of: LoggerOptions['level']) =>
    (message: string, fields: LogFields = {}): void => {
      if (LEVELS.indexOf(of) < LEVELS.indexOf(level)) return;
      const details = Object.keys(fields).length > 0 ? ` ${JSON.stringify(fields, plainError)}` : '';
      write(scrub(`${of === 'info' ? '' : `${of}: `}${message}${details}`));
    };
  return { debug: entry('debug'), info: entry('info'), warn: entry('warn'), error: entry('error') };
}

function plainError(_: string, value: unknown): unknown {
  return value instanceof Error ? describeError(value) : value;
}

/** An error with its causes as plain fields; JSON would write it as `{}`. */
export function describeError(error: Error): Record<string, unknown> {
  return {
    name: error.name,
    message: error.message,
    stack: error.stack,
    ...(error instanceof AggregateError && { errors: error.errors.map(describe) }),
    ...(error.cause !== undefined && { cause: describe(error.cause) }),
  };
}

function describe(value: unknown): unknown {
  return value instanceof Error ? describeError(value) : value;
}

/** Where lines are collected, and written beside whatever else the process does. */
export interface Output {
  readonly write: (line: string) => void;
  /** Resolves when everything is written, or after two seconds: whoever reads may have stopped. */
  close(): Promise<void>;
}

/** So many bytes are written at once, and whatever there is after so long. */
const AT_ONCE = 12 * 1024;
const AFTER_MS = 250;

/** Should nobody read, so much is kept; what comes then is left out, because answers matter more. */
const KEPT_BYTES = 16 * 1024 * 1024;
const PATIENCE_MS = 2_000;

/**
 * Opens a descriptor, such as 1 for standard output. A request pays for a line in memory alone. A process that ends without
 * `close` still writes what is collected, by the library's own hook.
 */
export function openOutput(descriptor: number): Output {
  // As bytes: texts it would join, and measure what it has again with each one. Its types know of texts alone.
  const stream = destination({
    dest: descriptor,
    sync: false,
    contentMode: 'buffer',
    minLength: AT_ONCE,
    maxLength: KEPT_BYTES,
  }) as ReturnType<typeof destination> & { write(bytes: Buffer): boolean };
  let unwritten = 0;
  let isWaiting = false;
  stream.on('write', (bytes: number) => {
    unwritten -= bytes;
  });
  stream.on('drop', (bytes: Buffer) => {
    unwritten -= bytes.length;
  });
  // Who read has gone: there is nobody to tell.
  stream.on('error', () => {});

  let isClosed = false;
  const writeSoon = (): void => {
    if (isWaiting) return;
    isWaiting = true;
    setTimeout(() => {
      isWaiting = false;
      if (unwritten <= 0 || isClosed) return;
      stream.flush();
      // What came while it was writing is not in it.
      writeSoon();
    }, AFTER_MS).unref();
  };

  return {
    write(line) {
      if (isClosed) return;
      const bytes = Buffer.from(`${line}\n`);
      unwritten += bytes.length;
      stream.write(bytes);
      writeSoon();
    },
    async close() {
      if (isClosed) return;
      isClosed = true;
      const written = new Promise((resolve) => stream.once('close', resolve).once('error', resolve));
      stream.end();
      await Promise.race([written, sleep(PATIENCE_MS, undefined, { ref: false })]);
    },
  };
}
