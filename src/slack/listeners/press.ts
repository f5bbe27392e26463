import type {
  AllMiddlewareArgs,
  AnyMiddlewareArgs,
  BlockAction,
  Middleware,
  RespondArguments,
  SlackActionMiddlewareArgs,
} from '@slack/bolt';
import { sequenceOf } from '../../checklist/change-item.js';
import type { Person } from '../../checklist/run.js';
import type { WatchedRequest } from '../../telemetry/request-watch.js';
import { type ActionName, type ButtonAction, decodeAction } from '../block-kit/action-value.js';
import type { Message } from '../block-kit/blocks.js';
import { installationOf, personOf, threadOf } from '../payload.js';
import { renderContext, type Services } from '../services.js';
import type { RenderContext } from '../views/context.js';
import { busyNotice, lookingNotice, noticeDialog, outdatedNotice, slowNotice } from '../views/notices.js';
import { isInSearch, openPlaceholder, type PlaceholderDialog, showInSearch, showNotice } from './dialogs.js';
import { ackByDeadline, beginRequest } from './middleware.js';

/** A button press or a choice. All replies go through its `response_url`, which needs no membership in the channel. */
export interface Press<A extends ButtonAction = ButtonAction> {
  readonly body: BlockAction;
  /** What the button's value asks for. */
  readonly action: A;
  readonly installation: string;
  readonly by: Person;
  /** When it was pressed, and its position among all presses, by Slack's clock. Repeated deliveries of a press have the same. */
  readonly at: Date;
  readonly sequence: number | undefined;
  readonly context: RenderContext;
  readonly request: Pick<WatchedRequest, 'answered'>;
  readonly acknowledge: () => Promise<void>;
  /** Replaces the pressed message, which must be private, by another one. */
  readonly replace: (message: Message) => Promise<void>;
  /** Shows a message to the presser only: below the pressed message, or on top of the dialog. */
  readonly whisper: (message: Message) => Promise<void>;
}

export type PressListener<N extends ActionName = ActionName> = (
  press: Press<Extract<ButtonAction, { do: N }>>,
) => Promise<void>;

type ActionArgs = SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs;

/**
 * Names each press by what its value asks for, so that `app.action('item:set', …)` finds it. Ids alone would not do: they differ
 * within a block (`page:open#2`), and messages of earlier releases have others.
 */
export function nameActions(services: Services): Middleware<AnyMiddlewareArgs> {
  return async (args) => {
    if (!('action' in args)) return args.next();
    const press = args as ActionArgs;
    const asked = decodeAction(press.action);
    if (asked === 'nothing') {
      press.context.isTaken = true;
      return press.ack();
    }
    if (asked === undefined) return handlePress(services, press, undefined, outdated);
    press.context.asked = asked;
    press.action.action_id = asked.do;
    await press.next();
  };
}

async function outdated({ acknowledge, whisper, context }: Press): Promise<void> {
  await acknowledge();
  await whisper(outdatedNotice(context));
}

/** Adapts a press listener to Bolt. */
export function createPress(services: Services) {
  return <N extends ActionName>(listener: PressListener<N>): Middleware<SlackActionMiddlewareArgs<BlockAction>> =>
    (args) =>
      handlePress(services, args, args.context.asked, listener as (press: Press) => Promise<void>);
}

/** Answers to these may take a while: they need the guide and the database. */
const SLOW: ReadonlySet<ActionName> = new Set<ActionName>(['question:ask', 'list:open']);

async function handlePress(
  services: Services,
  { ack, action, body, context, respond }: ActionArgs,
  asked: ButtonAction | undefined,
  listener: (press: Press) => Promise<void>,
): Promise<void> {
  const { handling, slack, views } = services;
  const installation = installationOf(body);
  const request = beginRequest(services, context, {
    kind: 'press',
    action: asked?.do,
    what: `The press ${action.action_id}`,
    installation,
  });
  let placeholder: PlaceholderDialog | undefined;
  // Without its thread, Slack shows the reply to a press in the channel, where the presser may not look.
  const thread = threadOf(body);
  const inThread = thread === undefined ? {} : { thread_ts: thread };
  const send = async (reply: RespondArguments): Promise<void> => {
    if (body.response_url) await respond({ ...inThread, ...reply });
    // A press in a dialog has no channel to answer in.
    else if (body.view) await showNotice(slack.clientFor(installation), body, reply as Message, placeholder);
  };
  const whisper = (message: Message): Promise<void> =>
    send({ response_type: 'ephemeral', replace_original: false, ...message });
  const timed = ackByDeadline(
    () => {
      request.acknowledged();
      return ack();
    },
    () => whisper(slowNotice()),
  );
  const acknowledge = async (): Promise<void> => {
    await timed.acknowledge();
  };
  const refusal = handling.limits.take(installation, body.user.id);
  if (refusal) {
    await acknowledge();
    request.refused();
    // The notice is a message of its own: one is enough for a burst of presses.
    if (refusal.isFirst) await whisper(busyNotice(refusal)).catch(() => {});
    return;
  }
  if (body.view?.type === 'home' && asked && SLOW.has(asked.do)) {
    placeholder = openPlaceholder(slack.clientFor(installation), body, {
      placeholder: noticeDialog(lookingNotice()),
      name: views.newId(),
    });
  }
  const sequence = sequenceOf(action.action_ts);
  const press: Omit<Press, 'action'> = {
    body,
    installation,
    by: personOf(body.user),
    at: sequence === undefined ? handling.now() : new Date(Math.floor(sequence / 1_000)),
    sequence,
    context: { ...renderContext(views, installation), inDialog: body.view !== undefined },
    request,
    acknowledge,
    replace: (message) =>
      isInSearch(body)
        ? showInSearch(slack.clientFor(installation), body, message, views.newId)
        : send({ replace_original: true, ...message }),
    whisper,
  };
  await request.handle(
    () => listener({ ...press, action: asked } as Press),
    async (message) => {
      await acknowledge();
      await whisper(message);
    },
  );
  placeholder?.cancel();
}
