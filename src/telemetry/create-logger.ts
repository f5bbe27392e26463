import { createJsonLogger } from './create-json-logger.js';
import { createPlainLogger } from './create-plain-logger.js';
import { createScrub, type Scrub } from './create-scrub.js';
import type { Logger } from './logger.js';

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
