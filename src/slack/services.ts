import type { WebClient } from '@slack/web-api';
import type { Answers } from '../answer/answers.js';
import type { RunStore } from '../checklist/run-store.js';
import type { Guide } from '../guide/page.js';
import type { EventDeliveries } from '../outbox/seen-events.js';
import type { Delivery } from '../outbox/worker.js';
import type { Logger } from '../telemetry/logger.js';
import type { RequestWatch } from '../telemetry/request-watch.js';
import type { MessageUrl } from './api/message-urls.js';
import type { People } from './api/people.js';
import type { PageUrl } from './block-kit/mrkdwn/render-markdown.js';
import type { CommandNames } from './listeners/commands.js';
import type { RateLimits } from './rate-limits.js';
import type { Work } from './transport/in-flight.js';

/** Everything that a listener may use; made once, in the composition of the app. */
export interface Services {
  readonly answers: Answers;
  /** The guide as it is now: it may be read again while the app runs. */
  readonly guide: () => Guide;
  readonly runs: RunStore;
  readonly delivery: Pick<Delivery, 'wanted' | 'post'>;
  readonly deliveries: EventDeliveries;
  readonly people: Pick<People, 'nameOf'>;
  /** The Web API on behalf of an installation. */
  readonly clientFor: (installation: string) => WebClient;
  readonly limits: RateLimits;
  /** Each letter that is typed into a search field is a request: they are counted apart. */
  readonly suggestionLimits: RateLimits;
  /** Whether a command comes from where the app is installed; at once, or nearly. */
  readonly isInstalled: (installation: string) => Promise<boolean>;
  readonly pageUrl: PageUrl;
  /** Where an installation's messages are. */
  readonly messageUrls: (installation: string) => Promise<MessageUrl>;
  readonly commandNames: CommandNames;
  readonly newId: () => string;
  readonly now: () => Date;
  readonly logger: Logger;
  readonly requests: RequestWatch;
  readonly work: Work;
}
