import { createAskLog, createNoAskLog } from '../asks/ask-log.js';
import { createOwnerMessages, type OwnerMessage } from '../asks/owner-questions.js';
import { createRecentPages } from '../asks/recent-pages.js';
import { createRetention } from '../asks/retention.js';
import { createQuestionScrub } from '../asks/scrub-question.js';
import type { Author } from '../config.js';
import { dayOf } from '../guide/dates.js';
import { overdueInWords } from '../guide/freshness.js';
import type { Guide } from '../guide/page.js';
import { type Clock, systemClock } from '../outbox/clock.js';
import { createPageReviews, type ReviewMessage } from '../reviews/page-reviews.js';
import { createOwners, type People } from '../slack/api/people.js';
import { createMessagePublisher } from '../slack/api/publisher.js';
import type { PageUrl } from '../slack/block-kit/mrkdwn/render-markdown.js';
import type { Handling, Services, Slack, Views } from '../slack/services.js';
import { ownerMessage, pageQuestionMessage } from '../slack/views/owner-messages.js';
import type { Logger } from '../telemetry/logger.js';
import type { Metrics } from '../telemetry/metrics.js';
import type { Scrub } from '../telemetry/scrub.js';
import { ONE_WORKSPACE } from '../workspaces/installations.js';
import { createReadReport } from './ask-report.js';
import type { WrappedStores } from './store-wrappers.js';

export interface LearningParts {
  readonly stores: WrappedStores;
  readonly guide: () => Guide;
  /** Whether what people ask is remembered. */
  readonly isOn: boolean;
  readonly retentionDays: number;
  /** Takes this deployment's secrets out of what is remembered. */
  readonly scrub: Scrub;
  readonly authors: readonly Author[];
  /** Whether the app serves one workspace, whose owners are stored under one name, whatever Slack calls it. */
  readonly isOneWorkspace: boolean;
  readonly clientFor: Slack['clientFor'];
  readonly people: People;
  readonly workspaceZone: () => string;
  readonly pageUrl: PageUrl;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What a guide learns from the people who use it, as listeners use it, and the work that goes on in the background. */
export interface Learning
  extends Pick<Services, 'owners' | 'reviews'>,
    Pick<Handling, 'asks' | 'recentPages' | 'forget'>,
    Pick<Views, 'ageOf' | 'feedback'>,
    Pick<Services['answering'], 'report'> {
  /** Call it once, at the start. Returns at once. */
  start(): void;
  /** Starts nothing more, and resolves when what is in progress is finished. */
  stop(): Promise<void>;
}

export function createLearning(parts: LearningParts): Learning {
  const { stores, guide, isOn, authors, isOneWorkspace, clientFor, people, pageUrl, clock, logger } = parts;
  const today = () => dayOf(new Date(clock.now()));
  const own = isOneWorkspace ? ONE_WORKSPACE : undefined;
  // Batches and claims wait for the machine's time, also where a test sets the app's.
  const machine = { clock: systemClock, logger };

  // What the authors of the guide may learn from what people ask.
  const asks = isOn
    ? createAskLog({
        ...{ store: stores.asks, scrub: createQuestionScrub(parts.scrub), metrics: parts.metrics },
        ...machine,
      })
    : createNoAskLog(stores.asks);
  const recentPages = createRecentPages({ store: stores.recentPages, ...machine });

  // What is asked of owners: questions of people, and whether their pages are still right.
  const owners = createOwners({ guide, authors, clientFor, logger });
  const ownerMessages = createOwnerMessages({
    store: stores.ownerQuestions,
    send: createMessagePublisher(clientFor, (message: OwnerMessage) => ownerMessage(message, pageUrl)),
    ...machine,
  });
  const reviews = createPageReviews({
    store: stores.reviews,
    guide,
    reads: isOn ? stores.asks.readCounts : undefined,
    send: createMessagePublisher(clientFor, ({ question }: ReviewMessage) => pageQuestionMessage(question, today())),
    zoneOf: async ({ kind, installation, id: person }) =>
      kind === 'person' ? people.zoneOf({ installation, person }) : parts.workspaceZone(),
    own,
    clock,
    logger,
  });

  const retention = createRetention({
    stores: [stores.asks, stores.ownerQuestions, stores.recentPages],
    days: parts.retentionDays,
    ...machine,
  });
  const workers = [asks, recentPages, ownerMessages, reviews, retention];

  return {
    asks,
    recentPages,
    report: createReadReport({ store: stores.asks, isOn, now: () => new Date(clock.now()) }),
    owners: { ...owners, questions: stores.ownerQuestions, wake: ownerMessages.wake },
    reviews: {
      keep: (page, by) => reviews.keep({ ...page, installation: own ?? page.installation }, by),
      snooze: (page) => reviews.snooze({ ...page, installation: own ?? page.installation }),
    },
    ageOf: (page) => overdueInWords(page, { lastChanges: guide().lastChanges, reviews: reviews.days() }, today()),
    feedback: (installation) => ({
      onCard: (page) => guide().feedback !== false && (isOn || owners.of(installation, page).owners.length > 0),
      onNothing: () =>
        guide().feedback !== false && owners.of(installation).owners.length > 0 ? 'authors' : undefined,
    }),
    async forget(who) {
      const events = (await asks.forget(who)) + (await recentPages.forget(who));
      const questions = await stores.ownerQuestions.forget(who);
      await stores.conversations.forget(who);
      await stores.reviews.forget({ ...who, installation: own ?? who.installation });
      return { events, questions };
    },
    start() {
      for (const worker of workers) worker.start();
    },
    async stop() {
      await Promise.all(workers.map((worker) => worker.stop()));
    },
  };
}
