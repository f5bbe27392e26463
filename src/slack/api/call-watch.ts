import type { FetchFunction } from '@slack/web-api';
import type { Metrics, SlackCallDone } from '../../telemetry/metrics.js';
import type { Tracer } from '../../telemetry/tracing.js';
import { surface } from '../surface.js';
import { slackErrorCode } from './errors.js';

/** Counts, times and traces the calls to Slack. */
export interface CallWatch {
  /** A method of the Web API. */
  call<T>(method: string, work: () => Promise<T>): Promise<T>;
  /** The same for replies by `response_url`. */
  replies(fetch: FetchFunction): FetchFunction;
}

/** Each has its own label in the metrics; all others share one. */
const METHODS: ReadonlySet<string> = new Set(Object.keys(surface.methods));

export function createCallWatch({
  metrics,
  tracer,
}: {
  readonly metrics: Metrics;
  readonly tracer: Tracer;
}): CallWatch {
  const follow = <T>(
    method: string,
    work: () => Promise<T>,
    outcomeOf: (result: T) => SlackCallDone['outcome'],
  ): Promise<T> =>
    tracer.span(`slack ${method}`, {}, async () => {
      const started = performance.now();
      const end = (outcome: SlackCallDone['outcome']): void => {
        metrics.slackCall({ method, outcome, seconds: (performance.now() - started) / 1_000 });
        tracer.note({ 'guidepost.slack.outcome': outcome });
      };
      try {
        const result = await work();
        end(outcomeOf(result));
        return result;
      } catch (error) {
        const code = slackErrorCode(error);
        end(code === undefined ? 'failed' : code === 'ratelimited' ? 'rate-limited' : 'refused');
        throw error;
      }
    });
  return {
    call: (method, work) => follow(METHODS.has(method) ? method : 'other', work, () => 'ok'),
    replies: (fetch) => (url, init) =>
      follow(
        'response_url',
        () => fetch(url, init),
        ({ ok, status }) => (ok ? 'ok' : status === 429 ? 'rate-limited' : 'refused'),
      ),
  };
}
