import type { LogFields, Logger } from './logger.js';

const LEVELS = ['debug', 'info', 'warn', 'error'] as const;

/** Writes one line per entry: JSON for machines, or plain words for whoever sits before the terminal. */
export const createLogger = ({
  level,
  json,
  write,
  now = () => new Date(),
}: {
  level: (typeof LEVELS)[number];
  json: boolean;
  write: (line: string) => void;
  now?: () => Date;
}): Logger => {
  const entry =
    (of: (typeof LEVELS)[number]) =>
    (message: string, fields: LogFields = {}): void => {
      if (LEVELS.indexOf(of) < LEVELS.indexOf(level)) return;
      const plain = Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, describe(value)]));
      write(
        json
          ? JSON.stringify({ time: now().toISOString(), level: of, message, ...plain })
          : `${of === 'info' ? '' : `${of}: `}${message}${Object.keys(plain).length > 0 ? ` ${JSON.stringify(plain)}` : ''}`,
      );
    };
  return { debug: entry('debug'), info: entry('info'), warn: entry('warn'), error: entry('error') };
};

/** An error with its causes, as JSON would write it as `{}`. */
const describe = (value: unknown): unknown =>
  value instanceof Error
    ? {
        name: value.name,
        message: value.message,
        stack: value.stack,
        ...(value.cause ? { cause: describe(value.cause) } : {}),
      }
    : value;
