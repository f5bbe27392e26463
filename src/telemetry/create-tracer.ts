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
import type { Scrub } from './create-scrub.js';
import type { Logger } from './logger.js';
import type { Attributes, Tracer } from './tracer.js';

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
