import { randomUUID } from 'node:crypto';
import type { Logger } from './logger.js';
import type { Metrics, RequestDone, RequestKind } from './metrics.js';
import type { Tracer } from './tracing.js';

export interface RequestInfo {
  readonly kind: RequestKind;
  /** Which button, dialog or event; absent for a command. */
  readonly action?: string | undefined;
  /** Its name for an operator, such as `The command /guide`. */
  readonly what: string;
  /** The workspace or organisation, if the request names one. */
  readonly installation?: string | undefined;
}

/** One request while it is handled. It ends once, with `done`, `refused` or `failed`. */
export interface WatchedRequest {
  /** In the log, and shown to the person as the reference when the request fails. */
  readonly id: string;
  /** Call it when the request is acknowledged. */
  acknowledged(): void;
  /** Records the kind of the answer, and returns the answer. */
  answered<A extends { readonly kind: string }>(answer: A): A;
  done(): void;
  /** It was rejected by the rate limit; `done` after that changes nothing. */
  refused(): void;
  failed(error: unknown): void;
  /** Runs the work as part of this request, so that the calls it makes appear in its trace. */
  within<T>(work: () => Promise<T>): Promise<T>;
}

/** Logs, counts and traces requests. */
export interface RequestWatch {
  begin(request: RequestInfo): WatchedRequest;
}

export interface RequestWatchParts {
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly tracer: Tracer;
}

/** Logs one line per request at level info, with nothing that a person wrote. */
export function createRequestWatch({ logger, metrics, tracer }: RequestWatchParts): RequestWatch {
  return {
    begin({ kind, action, what, installation }) {
      // Short enough to be read out.
      const id = randomUUID().slice(0, 8).toUpperCase();
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
      // Undefined fields are left out of the line.
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
          // A flood of requests must not flood the log.
          logger.debug('Rejected: too many requests', fields());
        },
        done() {
          if (isRefused) return;
          end('done');
          // One line per typed letter would hide the others.
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
