import { type CallWatch, createCallWatch } from './slack/api/call-watch.js';
import { createRequestWatch } from './telemetry/create-request-watch.js';
import type { Logger } from './telemetry/logger.js';
import type { Metrics, MetricsPage, Standing } from './telemetry/metrics.js';
import { noMetrics } from './telemetry/no-metrics.js';
import { noTracer } from './telemetry/no-tracer.js';
import type { RequestWatch } from './telemetry/request-watch.js';
import type { Tracer } from './telemetry/tracer.js';

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
  const { createPrometheus } = await import('./telemetry/create-prometheus.js');
  return createPrometheus({ version });
}
