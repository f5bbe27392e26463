import { type Environment, secretsOf } from './config/environment.js';
import type { Config } from './config.js';
import { version } from './package-file.js';
import { type CallWatch, createCallWatch } from './slack/create-call-watch.js';
import { createLogger, type Logger, openOutput } from './telemetry/logger.js';
import { type Metrics, type MetricsPage, noMetrics, type Standing } from './telemetry/metrics.js';
import { createRequestWatch, type RequestWatch } from './telemetry/request-watch.js';
import { createScrub } from './telemetry/scrub.js';
import { noTracer, type Tracer } from './telemetry/tracing.js';

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

export interface TelemetryOptions {
  readonly logger: Logger;
  /** Of the program. */
  readonly version: string;
  /** Whoever knows it may read the metrics; without it nothing is counted. */
  readonly metricsToken?: string | undefined;
  readonly tracer?: Tracer | undefined;
  readonly standing: () => Promise<Standing>;
}

export interface Telemetry {
  readonly metrics: Metrics;
  readonly tracer: Tracer;
  readonly requests: RequestWatch;
  readonly calls: CallWatch;
  readonly page?: MetricsPage & { readonly token: string };
}

/** Everything by which the app is watched. */
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
  // Loaded here: a start that nobody collects from needs none of it.
  const { createPrometheus } = await import('./telemetry/prometheus.js');
  return createPrometheus({ version });
}
