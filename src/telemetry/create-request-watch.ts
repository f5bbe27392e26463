import { createRequestIds } from './create-request-ids.js';
import type { Logger } from './logger.js';
import type { Metrics, RequestDone } from './metrics.js';
import type { RequestWatch } from './request-watch.js';
import type { Tracer } from './tracer.js';

export interface RequestWatchParts {
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly tracer: Tracer;
}

/** One line for each request: at the level of information, with nothing of what a person wrote. */
export function createRequestWatch({ logger, metrics, tracer }: RequestWatchParts): RequestWatch {
  const newId = createRequestIds();
  return {
    begin({ kind, action, what, installation }) {
      const id = newId();
      const started = performance.now();
      let acknowledgedAfter: number | undefined;
      let answer: string | undefined;
      let isRefused = false;
      const end = (outcome: RequestDone['outcome']): void =>
        metrics.request({
          kind,
          action,
          outcome,
          seconds: (performance.now() - started) / 1_000,
          acknowledgedAfter: acknowledgedAfter === undefined ? undefined : acknowledgedAfter / 1_000,
        });
      // What is undefined is left out of the line.
      const fields = () => ({
        request: id,
        workspace: installation,
        kind,
        action,
        answer,
        ms: rounded(performance.now() - started),
        ackMs: acknowledgedAfter === undefined ? undefined : rounded(acknowledgedAfter),
      });
      return {
        id,
        acknowledged() {
          acknowledgedAfter ??= performance.now() - started;
        },
        answered(given) {
          answer = given.kind;
          metrics.answer(given.kind);
          tracer.note({ 'guidepost.answer': given.kind });
          return given;
        },
        refused() {
          isRefused = true;
          end('refused');
          // Whoever floods the app must not flood the log.
          logger.debug('Turned away', fields());
        },
        done() {
          if (isRefused) return;
          end('done');
          // Somebody types: a line for each letter would hide the others.
          if (kind === 'options') logger.debug('Answered', fields());
          else logger.info('Answered', fields());
        },
        failed(error) {
          end('failed');
          logger.error(`${what} failed`, { ...fields(), reference: id, error });
        },
        within: (work) =>
          tracer.span(
            action === undefined ? kind : `${kind} ${action}`,
            { 'guidepost.request': id, 'guidepost.workspace': installation },
            work,
          ),
      };
    },
  };
}

function rounded(ms: number): number {
  return Math.round(ms * 100) / 100;
}
