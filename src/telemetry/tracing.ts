import { setTimeout as sleep } from 'node:timers/promises';
import {
  context,
  DiagLogLevel,
  diag,
  type Attributes as SpanAttributes,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { version } from '../package-file.js';
import type { Logger } from './logger.js';
import type { Scrub } from './scrub.js';

export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** Follows one piece of work through its parts. */
export interface Tracer {
  /** Times the work under this name, beneath the work that it is a part of. What it throws is thrown on. */
  span<T>(name: string, attributes: Attributes, work: () => T): T;
  /** The same, but only as a part of some work that is followed: what runs by itself every second is nobody's trace. */
  part<T>(name: string, work: () => T): T;
  /** Adds to what is known of the work that is going on. */
  note(attributes: Attributes): void;
}

/** Follows nothing: where no collector is configured. */
export const noTracer: Tracer = {
  span: (_name, _attributes, work) => work(),
  part: (_name, work) => work(),
  note: () => {},
};

/** A collector that is away must not hold a stop. */
const PATIENCE_MS = 2_000;

export interface OpenTracer {
  readonly tracer: Tracer;
  /** Sends what is still to be sent, within two seconds. Never rejects. */
  close(): Promise<void>;
}

/**
 * Traces by OpenTelemetry, sent as OTLP over HTTP. Where to, how many of them and under which name is told by its standard
 * variables, which its own packages read. This module loads them: import it when traces are wanted.
 */
export function createTracer({
  version,
  logger,
  scrub,
}: {
  readonly version: string;
  readonly logger: Logger;
  readonly scrub: Scrub;
}): OpenTracer {
  const tell = (text: string): void => logger.warn(`OpenTelemetry: ${text}`);
  diag.setLogger(
    { error: tell, warn: tell, info: () => {}, debug: () => {}, verbose: () => {} },
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
    const current = spans.startSpan(name, { attributes: known(attributes) });
    const fail = (error: unknown): never => {
      // Its message may hold what nobody may read.
      const { name: kind, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
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
      note: (attributes) => trace.getActiveSpan()?.setAttributes(known(attributes)),
    },
    close: () => Promise.race([provider.shutdown().catch(() => {}), sleep(PATIENCE_MS, undefined, { ref: false })]),
  };
}

function known(attributes: Attributes): SpanAttributes {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));
}

const INSTALL =
  'npm install @opentelemetry/api@1.9 @opentelemetry/sdk-trace-node@2 @opentelemetry/resources@2 @opentelemetry/exporter-trace-otlp-http@0.222';

/** Loaded only where traces are wanted: whoever does without them does not even install these packages. */
function loadTracer() {
  return import('./tracing.js');
}

/**
 * Starts to trace. Where the packages for it are not installed, the log says how to, and the app works without: nobody should
 * wait for an answer because nobody watches.
 */
export async function openTracing(
  { logger, scrub }: { readonly logger: Logger; readonly scrub: Scrub },
  load: typeof loadTracer = loadTracer,
): Promise<OpenTracer | undefined> {
  try {
    const { createTracer } = await load();
    return createTracer({ version: version(), logger, scrub });
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    logger.warn(
      `OTEL_EXPORTER_OTLP_ENDPOINT is set, but there are no traces: the packages for them are not installed. Add them with ${INSTALL}, or unset the variable.`,
    );
    return undefined;
  }
}
