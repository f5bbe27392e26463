import type { Environment } from './config/environment.js';
import { secretsOf } from './config/secrets-of.js';
import type { Config } from './config.js';
import { createLogger } from './telemetry/create-logger.js';
import { createScrub } from './telemetry/create-scrub.js';
import type { Logger } from './telemetry/logger.js';
import { openOutput } from './telemetry/open-output.js';
import { version } from './version.js';

export interface LogOptions {
  readonly config: Pick<Config, 'logLevel' | 'production'>;
  readonly environment: Environment;
  readonly write: (text: string) => void;
  /** Where lines of JSON are written beside the answers, such as 1; without it, `write` takes each at once. */
  readonly descriptor?: number | undefined;
  /** Of the guide that is answered from at the moment. */
  readonly revision?: () => string | undefined;
}

export interface Log {
  readonly logger: Logger;
  readonly isJson: boolean;
  /** Writes what is still to be written. */
  close(): Promise<void>;
}

/** The log as this deployment wants it: JSON in production, words before a terminal, and none of its secrets in either. */
export function openLog({ config, environment, write, descriptor, revision }: LogOptions): Log {
  const output = config.production && descriptor !== undefined ? openOutput(descriptor) : undefined;
  const logger = createLogger({
    level: config.logLevel,
    json: config.production,
    write: output?.write ?? ((line) => write(`${line}\n`)),
    scrub: createScrub(secretsOf(environment)),
    version: version(),
    ...(revision && { revision }),
  });
  return { logger, isJson: config.production, close: async () => await output?.close() };
}
