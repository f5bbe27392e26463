import type { LoggerOptions } from './create-logger.js';
import type { Scrub } from './create-scrub.js';
import { describeError } from './describe-error.js';
import type { LogFields, Logger } from './logger.js';

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
