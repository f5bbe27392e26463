import { setTimeout as sleep } from 'node:timers/promises';
import type { Attributes as SpanAttributes } from '@opentelemetry/api';
import type { Logger } from './logger.js';
import type { Scrub } from './scrub.js';

export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** Times pieces of work and how they belong together. */
export interface Tracer {
  /** Times the work under this name, as a child of the work that is running. What it throws is thrown on. */
  span<T>(name: string, attributes: Attributes, work: () => T): T;
  /** The same, but only within a traced request: what runs in the background every second belongs to no trace. */
  part<T>(name: string, work: () => T): T;
  /** Adds attributes to the work that is running. */
  note(attributes: Attributes): void;
}

/** Traces nothing: for when no collector is configured. */
export const noTracer: Tracer = {
  span: (_name, _attributes, work) => work(),
  part: (_name, work) => work(),
  note: () => {},
};

export interface OpenTracer {
  readonly tracer: Tracer;
  /** Sends what is still to be sent, within two seconds. Never rejects. */
  close(): Promise<void>;
}

export interface TracingOptions {
  /** The program's version. */
  readonly version: string;
  readonly logger: Logger;
  readonly scrub: Scrub;
}

const INSTALL =
  'npm install @opentelemetry/api@1.9 @opentelemetry/sdk-trace-node@2 @opentelemetry/resources@2 @opentelemetry/exporter-trace-otlp-http@0.222';

/**
 * Starts tracing with OpenTelemetry, sent as OTLP over HTTP; its own packages read the standard variables for where and how much.
 * Without these optional packages the log says how to install them, and the app runs without traces.
 */
export async function openTracing(options: TracingOptions, load = loadPackages): Promise<OpenTracer | undefined> {
  try {
    return createTracer(await load(), options);
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    options.logger.warn(
      `OTEL_EXPORTER_OTLP_ENDPOINT is set, but there are no traces: the packages for them are not installed. Add them with ${INSTALL}, or unset the variable.`,
    );
    return undefined;
  }
}

/** Loaded on demand: these packages are optional, and large. */
async function loadPackages() {
  const [api, exporter, resources, sdk] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
    import('@opentelemetry/sdk-trace-node'),
  ]);
  return { ...api, ...exporter, ...resources, ...sdk };
}

/** A collector that cannot be reached must not hold up a stop. */
const CLOSE_TIMEOUT_MS = 2_000;

function createTracer(
  packages: Awaited<ReturnType<typeof loadPackages>>,
  { version, logger, scrub }: TracingOptions,
): OpenTracer {
  const { context, diag, DiagLogLevel, SpanStatusCode, trace } = packages;
  const { defaultResource, detectResources, envDetector, resourceFromAttributes } = packages;
  const { BatchSpanProcessor, NodeTracerProvider, OTLPTraceExporter } = packages;

  const warn = (text: string): void => logger.warn(`OpenTelemetry: ${text}`);
  diag.setLogger(
    { error: warn, warn, info: () => {}, debug: () => {}, verbose: () => {} },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
  const provider = new NodeTracerProvider({
    resource: defaultResource()
      .merge(resourceFromAttributes({ 'service.name': 'guidepost', 'service.version': version }))
      .merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  provider.register();
  const spans = provider.getTracer('guidepost', version);

  const span: Tracer['span'] = (name, attributes, work) => {
    const current = spans.startSpan(name, { attributes: defined(attributes) });
    const fail = (error: unknown): never => {
      const { name: kind, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
      // A message may contain a secret.
      current.recordException({ name: kind, message: scrub(message) });
      current.setStatus({ code: SpanStatusCode.ERROR });
      current.end();
      throw error;
    };
    try {
      const result = context.with(trace.setSpan(context.active(), current), work);
      if (!(result instanceof Promise)) {
        current.end();
        return result;
      }
      return result.then((value: unknown) => {
        current.end();
        return value;
      }, fail) as typeof result;
    } catch (error) {
      return fail(error);
    }
  };
  return {
    tracer: {
      span,
      part: (name, work) => (trace.getActiveSpan() === undefined ? work() : span(name, {}, work)),
      note: (attributes) => trace.getActiveSpan()?.setAttributes(defined(attributes)),
    },
    close: () =>
      Promise.race([provider.shutdown().catch(() => {}), sleep(CLOSE_TIMEOUT_MS, undefined, { ref: false })]),
  };
}

function defined(attributes: Attributes): SpanAttributes {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));
}
