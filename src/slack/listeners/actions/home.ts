import { slackErrorCode } from '../../api/errors.js';
import type { Services } from '../../services.js';
import { homeView, OWN_RUNS, type OwnRuns } from '../../views/home.js';
import type { EventListener } from '../listener.js';

/** Draws Home anew whenever somebody opens it. Drawing it twice shows the same, so repeats of the event are harmless. */
export function showHome(services: Services): EventListener<'app_home_opened'> {
  return async ({ event: { tab, user, view }, installation }) => {
    // What was published since then is newer than this visit.
    if (tab === 'home') await drawHome(services, { installation, user, ...hashOf(view) });
  };
}

export interface HomeVisit {
  readonly installation: string;
  readonly user: string;
  /** Of the Home that is to be replaced; without it any is. */
  readonly hash?: string;
}

/** Draws a person's Home as it is now. What fails is told in the log alone: Home is drawn again at the next visit. */
export async function drawHome(services: Services, { installation, user, hash }: HomeVisit): Promise<void> {
  const { clientFor, commandNames, guide, logger, messageUrls, newId, pageUrl } = services;
  const [runs, messageUrl] = await Promise.all([ownRuns(services, installation, user), messageUrls(installation)]);
  const look = { pageUrl, newId, command: commandNames.of(installation), messageUrl };
  try {
    await clientFor(installation).views.publish({
      user_id: user,
      view: homeView({ pages: guide().pages, runs, person: user }, look),
      ...(hash !== undefined && { hash }),
    });
  } catch (error) {
    const code = slackErrorCode(error);
    if (code === 'hash_conflict') return;
    logger.warn('Home could not be drawn; it is drawn anew when it is opened next', { installation, code, error });
  }
}

/** Home shows the topics also while the database is away. */
async function ownRuns({ logger, runs }: Services, installation: string, person: string): Promise<OwnRuns> {
  try {
    return await runs.openOf({ installation, person, limit: OWN_RUNS });
  } catch (error) {
    logger.warn('The open checklists of a person could not be read', { installation, person, error });
    return 'unreadable';
  }
}

/** Slack sends it with every view; the SDK's type has forgotten it. */
function hashOf(view: unknown): { hash?: string } {
  const { hash } = (view ?? {}) as { hash?: unknown };
  return typeof hash === 'string' ? { hash } : {};
}
