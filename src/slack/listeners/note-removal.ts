import type { Services } from '../services.js';
import type { EventCall } from './listener.js';

/**
 * The one workspace has removed the app. What is kept belongs to whoever runs it, who may install it again: nothing is deleted.
 * Where many workspaces share the app, `createRemoval` has taken the event before.
 */
export function noteRemoval({ logger }: Services) {
  return async ({ event, installation }: EventCall<'app_uninstalled'> | EventCall<'tokens_revoked'>): Promise<void> => {
    if (event.type === 'tokens_revoked' && !event.tokens.bot?.length) return;
    logger.warn(
      'The app was removed from its workspace. Install it again and put the new token into SLACK_BOT_TOKEN; the checklists are kept',
      { installation, because: event.type },
    );
  };
}
