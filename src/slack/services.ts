import type { WebClient } from '@slack/web-api';
import type { Answers } from '../answer/answers.js';
import type { AskLog } from '../asks/ask-log.js';
import type { OwnerQuestionStore } from '../asks/owner-questions.js';
import type { RecentPages } from '../asks/recent-pages.js';
import type { AskReport } from '../asks/report.js';
import type { ChannelSettingsCache } from '../channels/channel-settings.js';
import type { RunStore } from '../checklist/run-store.js';
import type { Guide } from '../guide/page.js';
import type { ConversationStore, SeenEvents } from '../outbox/incoming.js';
import type { OutboxWorker } from '../outbox/worker.js';
import type { PageReviews } from '../reviews/page-reviews.js';
import type { Logger } from '../telemetry/logger.js';
import type { RequestWatch } from '../telemetry/request-watch.js';
import { type MessageUrl, noMessageUrl, type PageAt } from './addresses.js';
import type { ReplyTo } from './api/fetch.js';
import type { Owners, People } from './api/people.js';
import type { PageUrl } from './block-kit/mrkdwn/render-markdown.js';
import type { ViewQueue } from './listeners/dialogs.js';
import type { RateLimits } from './rate-limits.js';
import type { CommandNames } from './surface.js';
import type { InFlight } from './transport/in-flight.js';
import type { AgeOf, RenderContext } from './views/context.js';
import type { FeedbackWanted } from './views/feedback.js';

/** What listeners work with, in groups. A listener takes the groups that it needs. */
export interface Services {
  readonly answering: Answering;
  readonly channels: ChannelSettingsCache;
  readonly checklists: Checklists;
  readonly owners: OwnersAndQuestions;
  readonly slack: Slack;
  readonly views: Views;
  readonly handling: Handling;
  /** What owners say about their pages. */
  readonly reviews: Pick<PageReviews, 'keep' | 'snooze'>;
  readonly logger: Logger;
}

/** Answers from the guide. */
export interface Answering {
  readonly answers: Answers;
  /** The current guide: it may be reloaded while the app runs. */
  readonly guide: () => Guide;
  /** What people asked in so many days. `off`: it is not remembered. */
  readonly report: (installation: string, days: number) => Promise<AskReport | 'off'>;
}

/** The records of posted checklists, and the outbox that updates their messages. */
export interface Checklists {
  readonly runs: RunStore;
  readonly outbox: Pick<OutboxWorker, 'requestUpdate' | 'post'>;
  readonly people: People;
}

/** Who looks after pages, and what they are asked. */
export interface OwnersAndQuestions extends Owners {
  readonly questions: OwnerQuestionStore;
  /** Call it after a question or an answer was stored. Returns at once. */
  readonly wake: () => void;
}

/** Slack's Web API. */
export interface Slack {
  readonly clientFor: (installation: string) => WebClient;
  /** For views that several presses may update at the same time. */
  readonly viewQueue: ViewQueue;
  /** Sends a reply to a `response_url`, for a submission, which has none of its own. */
  readonly replyTo: ReplyTo;
  /** Whether conversations with the app open with suggested prompts: the agent view is switched on. */
  readonly hasAgentView: boolean;
  /** Whether the app is installed in the workspace that sent a command. Takes half a second at most. */
  readonly isInstalled: (installation: string) => Promise<boolean>;
}

/** What messages and dialogs are rendered with. */
export interface Views {
  readonly pageUrl: PageUrl;
  /** Finds the page of a link that somebody shares; absent if links get no previews. */
  readonly pageAt?: PageAt;
  readonly newId: () => string;
  readonly commandNames: CommandNames;
  readonly messageUrls: (installation: string) => Promise<MessageUrl>;
  readonly ageOf: AgeOf;
  /** Whether cards ask if they helped. */
  readonly feedback: (installation: string) => FeedbackWanted;
}

/** What happens around every listener. */
export interface Handling {
  readonly requests: RequestWatch;
  readonly limits: RateLimits;
  /** Each letter typed into a search field is a request, so these have limits of their own. */
  readonly suggestionLimits: RateLimits;
  readonly seenEvents: SeenEvents;
  /** Where people are in their direct messages with the app. */
  readonly conversations: ConversationStore;
  /** Remembers what is asked, if that is wanted. */
  readonly asks: AskLog;
  /** What people read lately. */
  readonly recentPages: RecentPages;
  /** Deletes everything that is remembered of a person, but not what they did in checklists. @throws StoreUnavailable */
  readonly forget: (who: { readonly installation: string; readonly person: string }) => Promise<Forgotten>;
  readonly inFlight: InFlight;
  readonly now: () => Date;
}

/** How much was deleted. */
export interface Forgotten {
  /** What they asked and read. */
  readonly events: number;
  /** Their questions to owners of pages, and those that they answered. */
  readonly questions: number;
}

/** The context of a message without links to other messages. */
export function renderContext(
  { ageOf, pageUrl, newId, commandNames, feedback }: Views,
  installation: string,
): RenderContext {
  const command = commandNames.of(installation);
  return { ageOf, pageUrl, newId, command, messageUrl: noMessageUrl, feedback: feedback(installation) };
}
