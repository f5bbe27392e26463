import { LogLevel, type Logger as SlackLogger } from '@slack/bolt';
import type { Logger } from '../telemetry/logger.js';

/** Lets Slack's libraries write to our log. What they call information is detail to an operator. */
export function createSlackLogger(logger: Logger): SlackLogger {
  const text = (parts: unknown[]): string =>
    parts.map((part) => (part instanceof Error ? part.message : String(part))).join(' ');
  return {
    debug: (...parts) => logger.debug(text(parts)),
    info: (...parts) => logger.debug(text(parts)),
    warn: (...parts) => logger.warn(text(parts)),
    error: (...parts) => logger.error(text(parts)),
    // Our own logger knows its level.
    setLevel: () => {},
    getLevel: () => LogLevel.DEBUG,
    setName: () => {},
  };
}
