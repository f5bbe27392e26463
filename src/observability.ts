import type { Writable } from 'node:stream';
import { type Environment, secretsOf } from './config/environment.js';
import type { Config } from './config.js';
import { version } from './package-file.js';
import { type CallWatch, createCallWatch } from './slack/api/client.js';
import { openLogDestination } from './telemetry/log-destination.js';
import { createLogger, type Logger } from './telemetry/logger.js';
import { type Metrics, type MetricsPage, noMetrics, type Standing } from './telemetry/metrics.js';
import { createRequestWatch, type RequestWatch } from './telemetry/request-watch.js';
import { createScrub } from './telemetry/scrub.js';
import { noTracer, type Tracer } from './telemetry/tracing.js';

export interface LogOptions {
  readonly config: Pick<Config, 'logLevel' | 'production'>;
  readonly environment: Environment;
  readonly write: (text: string) => void;
  /** Where lines of JSON go, such as standard output; without it they go to `write`. */
  readonly output?: Writable | undefined;
  /** The revision of the guide in use. */
  readonly revision?: () => string | undefined;
}

export interface Log {
  readonly logger: Logger;
  readonly isJson: boolean;
  /** Writes what is still to be written. */
  close(): Promise<void>;
}

/** The log as this deployment needs it: JSON in production, plain text in a terminal, and without its secrets in either. */
export function openLog({ config, environment, write, output, revision }: LogOptions): Log {
  const destination = config.production && output !== undefined ? openLogDestination(output) : undefined;
  const logger = createLogger({
    level: config.logLevel,
    json: config.production,
    write: destination?.write ?? ((line) => write(`${line}\n`)),
    scrub: createScrub(secretsOf(environment)),
    version: version(),
    ...(revision && { revision }),
  });
  return { logger, isJson: config.production, close: async () => await destination?.close() };
}

export interface TelemetryOptions {
  readonly logger: Logger;
  /** The program's version. */
  readonly version: string;
  /** The token that opens the metrics page; without it nothing is counted. */
  readonly metricsToken?: string | undefined;
  readonly tracer?: Tracer | undefined;
  /** The state to report when the metrics are read. */
  readonly standing: () => Promise<Standing>;
}

export interface Telemetry {
  readonly metrics: Metrics;
  readonly tracer: Tracer;
  readonly requests: RequestWatch;
  readonly calls: CallWatch;
  readonly page?: MetricsPage & { readonly token: string };
}

/** What watches the app: metrics, traces, and the log line of each request. */
export async function createTelemetry(options: TelemetryOptions): Promise<Telemetry> {
  const { logger, version, metricsToken: token, tracer = noTracer, standing } = options;
  const prometheus = token === undefined ? undefined : await openPrometheus(version);
  const metrics = prometheus?.metrics ?? noMetrics;
  return {
    metrics,
    tracer,
    requests: createRequestWatch({ logger, metrics, tracer }),
    calls: createCallWatch({ metrics, tracer }),
    ...(prometheus &&
      token !== undefined && {
        page: {
          token,
          contentType: prometheus.contentType,
          read: async () => prometheus.read(await standing()),
        },
      }),
  };
}

async function openPrometheus(version: string) {
  // Loaded on demand: most deployments collect no metrics.
  const { createPrometheus } = await import('./telemetry/prometheus.js');
  return createPrometheus({ version });
}
