import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Metrics, Standing } from './metrics.js';

/** Slack gives up after 3 s; most answers take a few milliseconds. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 2, 3];
/** An update may wait for Slack's rate limit, or for Slack itself. */
const LONG_SECONDS = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

export interface Prometheus {
  readonly metrics: Metrics;
  readonly contentType: string;
  /** Everything as text, with the present state. */
  read(standing: Standing): Promise<string>;
}

/** Metrics for Prometheus. */
export function createPrometheus({ version }: { readonly version: string }): Prometheus {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const about = <L extends string>(name: string, help: string, labelNames: readonly L[] = []) => ({
    name: `guidepost_${name}`,
    help,
    labelNames,
    registers: [registry],
  });
  const requests = new Counter(
    about('requests_total', 'Requests from Slack that were handled', ['kind', 'action', 'outcome']),
  );
  const durations = new Histogram({
    ...about(
      'request_duration_seconds',
      'Until a request was done, including what was sent after its acknowledgement',
      ['kind'],
    ),
    buckets: SECONDS,
  });
  const acknowledgements = new Histogram({
    ...about('acknowledgement_seconds', 'Until a request was acknowledged, which Slack expects within 3 s', ['kind']),
    buckets: SECONDS,
  });
  const answers = new Counter(about('answers_total', 'Answers from the guide by kind', ['answer']));
  // An alert on a ratio needs the series to exist before the first one happens.
  answers.inc({ answer: 'nothing-found' }, 0);
  const calls = new Counter(
    about('slack_calls_total', 'Calls to Slack; the outcome rate-limited means status 429', ['method', 'outcome']),
  );
  const callDurations = new Histogram({
    ...about('slack_call_duration_seconds', 'Until Slack replied to a call', ['method']),
    buckets: [...SECONDS, 5],
  });
  const responses = new Counter(about('http_responses_total', 'HTTP requests by status', ['code']));
  const updateLags = new Histogram({
    ...about(
      'update_lag_seconds',
      'From a change of a checklist until its message showed it, where this process did both',
    ),
    buckets: LONG_SECONDS,
  });
  const undeliverable = new Counter(
    about('undeliverable_total', 'Updates and notifications for Slack that can no longer be delivered', ['what']),
  );
  const asks = new Counter(
    about('asks_total', 'Entries of the ask log; dropped means that the database was away for too long', ['outcome']),
  );
  new Gauge(about('build_info', 'The program', ['version', 'node'])).set({ version, node: process.version }, 1);
  const guide = new Gauge(about('guide_info', 'The guide in use', ['revision']));
  const pages = new Gauge(about('guide_pages', 'Pages in the guide'));
  const connected = new Gauge(about('slack_connected', 'Whether the app is connected to Slack'));
  const database = new Gauge(about('database_up', 'Whether the database answers'));
  const waiting = new Gauge(about('updates_waiting', 'Checklists whose message does not show the stored state yet'));
  const oldest = new Gauge(about('update_waiting_seconds', 'How long the oldest of them has waited'));
  const pending = new Gauge(
    about('notifications_pending', 'Postings, thread lines and direct messages that are still to be sent'),
  );

  const hookEvents = new Gauge(about('hook_events_pending', 'Events that outgoing hooks are still to be told'));

  return {
    metrics: {
      request({ kind, action = '', outcome, seconds, acknowledgedAfter }) {
        requests.inc({ kind, action, outcome });
        durations.observe({ kind }, seconds);
        if (acknowledgedAfter !== undefined) acknowledgements.observe({ kind }, acknowledgedAfter);
      },
      answer: (answer) => answers.inc({ answer }),
      slackCall({ method, outcome, seconds }) {
        calls.inc({ method, outcome });
        callDurations.observe({ method }, seconds);
      },
      httpResponse: (status) => responses.inc({ code: String(status) }),
      updateLag: (seconds) => updateLags.observe(seconds),
      undeliverable: (what) => undeliverable.inc({ what }),
      asks: (outcome, count) => asks.inc({ outcome }, count),
    },
    contentType: registry.contentType,
    read(standing) {
      guide.reset();
      guide.set({ revision: standing.guide.revision }, 1);
      pages.set(standing.guide.pages);
      database.set(standing.databaseReachable ? 1 : 0);
      // An unknown value is left out, not reported as 0.
      for (const gauge of [connected, waiting, oldest, pending, hookEvents]) gauge.remove();
      if (standing.slackConnected !== undefined) connected.set(standing.slackConnected ? 1 : 0);
      if (standing.backlog !== undefined) {
        waiting.set(standing.backlog.updates);
        oldest.set(standing.backlog.oldestUpdateSeconds);
        pending.set(standing.backlog.notifications);
        hookEvents.set(standing.backlog.hookEvents);
      }
      return registry.metrics();
    },
  };
}
