import type { Scrub } from './telemetry/create-scrub.js';
import type { OpenTracer } from './telemetry/create-tracer.js';
import type { Logger } from './telemetry/logger.js';
import { version } from './version.js';

const INSTALL =
  'npm install @opentelemetry/api@1.9 @opentelemetry/sdk-trace-node@2 @opentelemetry/resources@2 @opentelemetry/exporter-trace-otlp-http@0.222';

/** Loaded only where traces are wanted: whoever does without them does not even install these packages. */
function loadTracer() {
  return import('./telemetry/create-tracer.js');
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
