import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt';
import type { Guard } from './guard.js';
import type { EventListener } from './listeners/listener.js';
import { installationOf } from './payload.js';
import type { EventName } from './surface.js';

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
