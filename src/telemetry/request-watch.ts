import { randomInt } from 'node:crypto';
import type { Logger } from './logger.js';
import type { Metrics, RequestDone, RequestKind } from './metrics.js';
import type { Tracer } from './tracing.js';

export interface RequestInfo {
  readonly kind: RequestKind;
  /** Which of our buttons, dialogs or events, by the name in its table; none for a command. */
  readonly action?: string | undefined;
  /** As an operator would call it, such as `The command /guide`. */
  readonly what: string;
  /** The workspace or organisation, where the request names one. */
  readonly installation?: string | undefined;
}

/** One request while it is handled. It ends once, by `done`, `refused` or `failed`. */
export interface WatchedRequest {
  /** What the log calls it, and a person as the reference of a failure. */
  readonly id: string;
  /** Call it when Slack is given its acknowledgement. */
  acknowledged(): void;
  /** Notes the kind of the answer that the guide gave, and hands the answer on. */
  answered<A extends { readonly kind: string }>(answer: A): A;
  done(): void;
  /** It was turned away for coming too often; `done` after that changes nothing. */
  refused(): void;
  failed(error: unknown): void;
  /** Runs the work as a part of this request, so that what it calls is traced beneath it. */
  within<T>(work: () => Promise<T>): Promise<T>;
}

/** Follows requests: a line in the log for each, and what is counted. */
export interface RequestWatch {
  begin(request: RequestInfo): WatchedRequest;
}

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

/**
 * Eight digits that a person can read out. They count up from a number drawn at the start, so that two processes hardly meet
 * and none costs a draw.
 */
export function createRequestIds(first: number = randomInt(2 ** 32)): () => string {
  let next = first;
  return () => {
    const id = next.toString(16).toUpperCase().padStart(8, '0');
    next = (next + 1) % 2 ** 32;
    return id;
  };
}
