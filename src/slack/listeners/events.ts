import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt';
import { installationOf } from '../payload.js';
import type { Services } from '../services.js';
import type { EventName } from '../surface.js';
import type { EventCall, EventListener } from './listener.js';
import type { Guard } from './middleware.js';

export type Events = { readonly [N in EventName]: EventListener<N> };

type Delivered = Pick<SlackEventMiddlewareArgs & AllMiddlewareArgs, 'body' | 'event'>;

/**
 * Adapts the table of events to Bolt, which has acknowledged them already. Slack delivers an event again where that was lost:
 * a listener whose work must not be done twice hands `id` to `EventDeliveries`.
 */
export function onEvent(guard: Guard, events: Events) {
  return async ({ body, event }: Delivered): Promise<void> => {
    if (!Object.hasOwn(events, event.type)) return;
    const listener = events[event.type as EventName] as EventListener;
    // In a shared channel the outer workspace may be a stranger's; the authorization is our own.
    const installation = installationOf(body.authorizations?.[0] ?? body);
    const request = guard.begin({ kind: 'event', action: event.type, what: `The event ${event.type}`, installation });
    await guard.run(
      request,
      () => listener({ event: event as Parameters<EventListener>[0]['event'], id: body.event_id, installation }),
      // Nobody waits for an answer to an event: the log alone tells.
      async () => {},
    );
  };
}

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
