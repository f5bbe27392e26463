import type { Context, Middleware, SlackEventMiddlewareArgs } from '@slack/bolt';
import type { Page } from '../../guide/page.js';
import { onceMore, slackErrorCode } from '../api/errors.js';
import { type Removal, readRemoval } from '../install/removal.js';
import { installationOfEvent } from '../payload.js';
import { renderContext, type Services } from '../services.js';
import { homeView, LED_RUNS, OWN_RUNS, type OwnRuns } from '../views/home.js';
import { suggestPrompts, welcome } from './direct-message.js';
import { beginRequest, type HandledRequest } from './middleware.js';

type EventMiddleware<N extends string> = Middleware<SlackEventMiddlewareArgs<N>>;

/** Updates Home when somebody opens it. Doing that twice shows the same, so a repeated event is harmless. */
export function homeOpened(services: Services): EventMiddleware<'app_home_opened'> {
  return async ({ body, context, event }) => {
    const installation = installationOfEvent(body);
    const request = beginEvent(services, context, { name: event.type, installation });
    await request.handle(
      async () => {
        const { channel, tab, user, view } = event;
        const conversation = { installation, person: user, channel };
        if (tab === 'messages' && !(await suggestPrompts(services, conversation)))
          await welcome(services, conversation);
        // With the hash, Slack refuses it if a newer Home was published since.
        if (tab === 'home') await updateHome(services, { installation, user, ...hashOf(view) });
      },
      // Nobody waits for an answer to an event.
      async () => {},
    );
  };
}

/** Slack sends it with every view, but the SDK's type lacks it. */
function hashOf(view: unknown): { hash?: string } {
  const { hash } = (view ?? {}) as { hash?: unknown };
  return typeof hash === 'string' ? { hash } : {};
}

export interface HomeVisit {
  readonly installation: string;
  readonly user: string;
  /** Of the Home to replace. Without it, any is replaced. */
  readonly hash?: string;
}

type HomeServices = Pick<Services, 'answering' | 'checklists' | 'handling' | 'logger' | 'slack' | 'views'>;

/** Publishes a person's Home as it is now. A lost reply is tried again once; then the next visit updates Home. */
export async function updateHome(services: HomeServices, { installation, user, hash }: HomeVisit): Promise<void> {
  const { answering, logger, slack, views } = services;
  const [runs, lately, messageUrl] = await Promise.all([
    ownRuns(services, installation, user),
    readLately(services, installation, user),
    views.messageUrls(installation),
  ]);
  const context = { ...renderContext(views, installation), messageUrl };
  const client = slack.clientFor(installation);
  try {
    const { answers } = answering;
    const home = { topics: answers.topics(), examples: answers.examples(), runs, lately, person: user };
    const view = homeView(home, context);
    await onceMore(() => client.views.publish({ user_id: user, view, ...(hash !== undefined && { hash }) }));
  } catch (error) {
    const code = slackErrorCode(error);
    // A newer Home is there, or this one, whose reply was lost.
    if (code === 'hash_conflict') return;
    logger.warn('Home could not be updated; it is updated when it is opened again', { installation, code, error });
  }
}

/** Home shows the topics even while the database is unreachable. */
async function ownRuns({ checklists, logger }: HomeServices, installation: string, person: string): Promise<OwnRuns> {
  try {
    const [led, all] = await Promise.all([
      checklists.runs.ledBy({ installation, person, limit: LED_RUNS }),
      checklists.runs.openOf({ installation, person, limit: OWN_RUNS }),
    ]);
    return { led, all };
  } catch (error) {
    logger.warn('The open checklists of a person could not be read', { installation, person, error });
    return 'unreadable';
  }
}

/** The pages that the guide still has. Without the database, Home does not show them. */
async function readLately(
  { answering, handling, logger }: HomeServices,
  installation: string,
  person: string,
): Promise<Page[]> {
  try {
    const { bySlug } = answering.guide();
    return (await handling.recentPages.list({ installation, person })).flatMap((slug) => bySlug.get(slug) ?? []);
  } catch (error) {
    logger.warn('What a person read lately could not be read', { installation, person, error });
    return [];
  }
}

/**
 * A workspace has removed the app. With many workspaces, `remove` deletes its data, and a failure is thrown: the event is then not
 * acknowledged, and Slack delivers it again. With one workspace everything stays, because its operator may install the app again.
 */
export function appRemoved(
  services: Services,
  remove: ((removal: Removal) => Promise<void>) | undefined,
): EventMiddleware<'app_uninstalled' | 'tokens_revoked'> {
  return async ({ body, context }) => {
    const removal = readRemoval(body as Parameters<typeof readRemoval>[0]);
    if (removal === undefined) return;
    const { installation, because } = removal;
    const request = beginEvent(services, context, { name: because, installation });
    if (remove === undefined) {
      services.logger.warn(
        'The app was removed from its workspace. Install it again and put the new token into SLACK_BOT_TOKEN. Its checklists are still in the database',
        { installation, because },
      );
      return request.done();
    }
    try {
      await remove(removal);
      request.done();
    } catch (error) {
      request.failed(error);
      throw error;
    }
  };
}

function beginEvent(
  services: Services,
  context: Context,
  { name, installation }: { name: string; installation: string },
): HandledRequest {
  return beginRequest(services, context, { kind: 'event', action: name, what: `The event ${name}`, installation });
}
