import { App, type Receiver } from '@slack/bolt';
import type { FetchFunction } from '@slack/web-api';
import { createNoAskLog } from '../../../src/asks/ask-log.js';
import { DEFAULT_SETTINGS } from '../../../src/channels/channel-settings.js';
import { createSlackLogger } from '../../../src/slack/api/client.js';
import { registerListeners } from '../../../src/slack/app.js';
import { createViewQueue } from '../../../src/slack/listeners/dialogs.js';
import { createRateLimits } from '../../../src/slack/rate-limits.js';
import type { Services } from '../../../src/slack/services.js';
import { createCommandNames } from '../../../src/slack/surface.js';
import { createInFlight } from '../../../src/slack/transport/in-flight.js';
import { createLogger } from '../../../src/telemetry/logger.js';
import { noMetrics } from '../../../src/telemetry/metrics.js';
import { createRequestWatch } from '../../../src/telemetry/request-watch.js';
import { noTracer } from '../../../src/telemetry/tracing.js';

export interface Sent {
  readonly url: string;
  readonly body: unknown;
}

export interface AppWithListeners {
  /** Passes a request to Bolt like a receiver does. @returns the acknowledgements, as they come */
  send(body: Record<string, unknown>): { readonly acknowledged: unknown[]; readonly done: Promise<void> };
  /** What was sent to a `response_url`. */
  readonly sent: Sent[];
  /** Lines of the log as objects. */
  log(): Record<string, unknown>[];
}

function missing(name: string): () => never {
  return () => {
    throw new Error(`The test gives no ${name}`);
  };
}

/**
 * Bolt with all listeners, without a network. Services that a test does not provide throw.
 * @param status the status with which Slack answers a `response_url`
 */
export function appWithListeners({
  answers = {},
  runs = {},
  outbox = {},
  suggestionLimits = createRateLimits(0),
  status = 200,
}: {
  answers?: Partial<Services['answering']['answers']>;
  runs?: Partial<Services['checklists']['runs']>;
  outbox?: Partial<Services['checklists']['outbox']>;
  suggestionLimits?: Services['handling']['suggestionLimits'];
  status?: number;
} = {}): AppWithListeners {
  const lines: string[] = [];
  const sent: Sent[] = [];
  const logger = createLogger({ level: 'info', json: true, write: (line) => lines.push(line) });
  const fetch: FetchFunction = async (url, init) => {
    sent.push({ url: String(url), body: JSON.parse(String(init?.body)) });
    return new Response('', { status });
  };
  const receiver: Receiver = { init: () => {}, start: async () => {}, stop: async () => {} };
  const app = new App({
    receiver,
    authorize: async () => ({}),
    logger: createSlackLogger(logger),
    clientOptions: { fetch },
    convoStore: false,
  });
  registerListeners(app, {
    answering: {
      answers: answers as Services['answering']['answers'],
      guide: missing('guide'),
      report: missing('report'),
    },
    channels: { of: async () => DEFAULT_SETTINGS, read: missing('channels'), change: missing('channels') },
    checklists: {
      runs: runs as Services['checklists']['runs'],
      outbox: outbox as Services['checklists']['outbox'],
      people: {
        nameOf: async () => undefined,
        zoneOf: async () => 'UTC',
        isInChannel: async () => undefined,
        isPublic: async () => undefined,
      },
    },
    owners: {
      of: missing('owners'),
      recipients: missing('owners'),
      authors: missing('owners'),
      isAuthor: missing('owners'),
      questions: {} as Services['owners']['questions'],
      wake: missing('owners'),
    },
    slack: {
      clientFor: missing('Web API'),
      hasAgentView: false,
      isInstalled: async () => true,
      replyTo: missing('reply'),
      viewQueue: createViewQueue(),
    },
    reviews: { keep: missing('reviews'), snooze: missing('reviews') },
    views: {
      ageOf: () => undefined,
      pageUrl: () => undefined,
      newId: () => 'new-id',
      commandNames: createCommandNames(),
      messageUrls: async () => () => undefined,
      feedback: () => ({ onCard: () => false, onNothing: () => undefined }),
    },
    handling: {
      requests: createRequestWatch({ logger, metrics: noMetrics, tracer: noTracer }),
      limits: createRateLimits(0),
      suggestionLimits,
      seenEvents: { handleOnce: missing('record of events') },
      conversations: {
        begin: missing('conversations'),
        read: missing('conversations'),
        write: missing('conversations'),
        forget: missing('conversations'),
      },
      asks: createNoAskLog({ forget: missing('asks') }),
      recentPages: {
        record: () => {},
        isNew: async () => false,
        list: missing('recent pages'),
        forget: missing('recent pages'),
        start: () => {},
        stop: async () => {},
      },
      forget: missing('what is remembered'),
      inFlight: createInFlight(),
      now: () => new Date(),
    },
    logger,
  });
  return {
    send(body) {
      const acknowledged: unknown[] = [];
      const ack = async (reply?: unknown): Promise<void> => void acknowledged.push(reply);
      return { acknowledged, done: app.processEvent({ body, ack }) };
    },
    sent,
    log: () => lines.map((line) => JSON.parse(line)),
  };
}
