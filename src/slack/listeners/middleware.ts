import type {
  AllMiddlewareArgs,
  AnyMiddlewareArgs,
  Context,
  Middleware,
  SlackShortcut,
  SlackShortcutMiddlewareArgs,
} from '@slack/bolt';
import { StoreFull, StoreUnavailable } from '../../checklist/errors.js';
import type { SeenEvents } from '../../outbox/incoming.js';
import type { RequestInfo, WatchedRequest } from '../../telemetry/request-watch.js';
import { isTriggerExpired } from '../api/errors.js';
import type { Message } from '../block-kit/blocks.js';
import { installationOf } from '../payload.js';
import { renderContext, type Services } from '../services.js';
import {
  busyNotice,
  diskFullNotice,
  failureNotice,
  noticeDialog,
  notSavedNotice,
  outdatedNotice,
  tooLateNotice,
} from '../views/notices.js';

/** A request while its listener runs. */
export interface HandledRequest extends WatchedRequest {
  /**
   * Runs the listener's work. A failure becomes a log line and a notice to the person, both with the same reference. A stop of
   * the app waits for the work. Never rejects.
   */
  handle(work: () => Promise<void>, notify: (message: Message) => Promise<void>): Promise<void>;
}

/** Starts the log line and the metrics of a request, and marks it as taken. Call it first. */
export function beginRequest(
  { handling: { requests, inFlight }, logger }: Pick<Services, 'handling' | 'logger'>,
  context: Context,
  info: RequestInfo,
): HandledRequest {
  context.isTaken = true;
  const request = requests.begin(info);
  return {
    ...request,
    async handle(work, notify) {
      const end = inFlight.begin();
      try {
        await request.within(work);
        request.done();
      } catch (error) {
        await notify(noticeOf(request, error)).catch((cause: unknown) =>
          logger.error('The person could not be told about the failure', { reference: request.id, error: cause }),
        );
      } finally {
        end();
      }
    },
  };
}

/** Ends the request with its failure. @returns what the person reads */
function noticeOf(request: WatchedRequest, error: unknown): Message {
  // Nothing failed but the time: everything else was done, and the next press opens the dialog.
  if (isTriggerExpired(error)) {
    request.done();
    return tooLateNotice();
  }
  request.failed(error);
  if (error instanceof StoreFull) return diskFullNotice(request.id);
  return error instanceof StoreUnavailable ? notSavedNotice(request.id) : failureNotice(request.id);
}

type ShortcutArgs = Pick<SlackShortcutMiddlewareArgs<SlackShortcut>, 'ack' | 'body'> &
  Pick<AllMiddlewareArgs, 'context'>;

/** Handles a shortcut: acknowledges it at once, and refuses it if the person or the workspace sends too many requests. */
export async function handleShortcut(
  services: Pick<Services, 'handling' | 'logger'>,
  { ack, body, context }: ShortcutArgs,
  {
    name,
    listen,
    notify,
  }: {
    /** Its `callback_id`. */
    readonly name: string;
    readonly listen: (request: HandledRequest) => Promise<void>;
    /** Tells the person why nothing came of it. */
    readonly notify: (message: Message) => Promise<void>;
  },
): Promise<void> {
  const installation = installationOf(body);
  const what = `The shortcut ${name}`;
  const request = beginRequest(services, context, { kind: 'shortcut', action: name, what, installation });
  await request.handle(async () => {
    await ack();
    request.acknowledged();
    const refusal = services.handling.limits.take(installation, body.user.id);
    if (refusal) {
      request.refused();
      return notify(busyNotice(refusal));
    }
    await listen(request);
  }, notify);
}

/** Slack gives up after 3 s (docs.slack.dev), and the network takes its share. */
export const ACK_DEADLINE_MS = 2_000;

export interface DeadlineAck<T> {
  /** Acknowledges once. @returns whether the reply went with the acknowledgement; false if it came too late */
  acknowledge(reply?: T): Promise<boolean>;
}

/** Acknowledges without a reply if the listener has not done so by the deadline. `onLate` may then tell the person why they wait. */
export function ackByDeadline<T>(
  ack: (reply?: T) => Promise<void>,
  onLate: () => Promise<void> = async () => {},
  deadlineMs = ACK_DEADLINE_MS,
): DeadlineAck<T> {
  let acknowledged = false;
  const timer = setTimeout(() => {
    if (acknowledged) return;
    acknowledged = true;
    void ack()
      .then(onLate)
      .catch(() => {});
  }, deadlineMs);
  return {
    async acknowledge(reply) {
      if (acknowledged) return false;
      acknowledged = true;
      clearTimeout(timer);
      await ack(reply);
      return true;
    },
  };
}

/**
 * Acknowledges what no listener took, such as a dialog or a shortcut of another release: Slack would show an error otherwise.
 * Bolt has no listener of last resort, so this goes around all of them.
 */
export function acknowledgeUnknown({ views }: Pick<Services, 'views'>): Middleware<AnyMiddlewareArgs> {
  return async (args) => {
    await args.next();
    if (args.context.isTaken || !('ack' in args)) return;
    if ('options' in args) return args.ack({ options: [] });
    if ('view' in args && args.body.type === 'view_submission') {
      const notice = noticeDialog(outdatedNotice(renderContext(views, installationOf(args.body))));
      return args.ack({ response_action: 'update', view: notice });
    }
    await (args.ack as () => Promise<void>)();
  };
}

interface Delivered {
  readonly installation: string;
  readonly id: string;
}

type Outcome = 'handled' | 'repeated';

/** Handles a delivery once. It fails while the database is away. */
export function once(seenEvents: SeenEvents, delivered: Delivered, listen: () => Promise<void>): Promise<Outcome> {
  return seenEvents.handleOnce(delivered, listen);
}

/** For what needs no database, so that it works without one: then a repeated delivery is not recognized. */
export async function onceIfRecorded(
  seenEvents: SeenEvents,
  delivered: Delivered,
  listen: () => Promise<void>,
): Promise<Outcome> {
  let handling: Promise<void> | undefined;
  try {
    return await seenEvents.handleOnce(delivered, () => {
      handling = listen();
      return handling;
    });
  } catch (error) {
    if (!(error instanceof StoreUnavailable || error instanceof StoreFull)) throw error;
    await (handling ?? listen());
    return 'handled';
  }
}
