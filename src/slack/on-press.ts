import type { BlockAction, Middleware, RespondArguments, SlackActionMiddlewareArgs } from '@slack/bolt';
import { sequenceOf } from '../checklist/change-item.js';
import { ackInTime } from './ack-in-time.js';
import { askedBy } from './asked-by.js';
import type { Message } from './blocks.js';
import type { ActionName } from './button-action.js';
import type { Guard } from './guard.js';
import { installationOf } from './installation-of.js';
import type { Press, PressListener } from './listeners/listener.js';
import { noMessageUrl } from './message-urls.js';
import { noticeDialog } from './messages/notice-dialog.js';
import { busyNotice, lookingNotice, outdatedNotice, slowNotice } from './messages/notices.js';
import { type OpenInTime, openInTime } from './open-in-time.js';
import { personOf } from './person-of.js';
import type { Services } from './services.js';
import { isInSearch, showInSearch } from './show-in-search.js';
import { tellInDialog } from './tell-in-dialog.js';

/** What is answered from the guide and the records, and may take a while. */
const LOOKED_UP: ReadonlySet<ActionName> = new Set<ActionName>(['ask', 'list']);

type Presses = { readonly [N in ActionName]: PressListener<N> };

/** Adapts the table of presses to Bolt: finds what the button's value asks for, and answers also where nothing fits. */
export function onPress(
  guard: Guard,
  { clientFor, commandNames, limits, newId, now, pageUrl }: Services,
  presses: Presses,
): Middleware<SlackActionMiddlewareArgs<BlockAction>> {
  return async ({ ack, action, body, respond }) => {
    const installation = installationOf(body);
    let overHome: OpenInTime | undefined;
    const send = async (args: RespondArguments): Promise<void> => {
      if (body.response_url) await respond(args);
      // A press in a dialog has no channel to answer in.
      else if (body.view) await tellInDialog(clientFor(installation), body, args as Message, overHome);
    };
    const whisper = (message: Message): Promise<void> =>
      send({ response_type: 'ephemeral', replace_original: false, ...message });
    const asked = askedBy(action);
    // A choice in a dialog waits for its submission.
    if (asked === 'nothing') return ack();
    const request = guard.begin({
      kind: 'press',
      action: asked?.do,
      what: `The press ${action.action_id}`,
      installation,
    });
    const timed = ackInTime(
      () => {
        request.acknowledged();
        return ack();
      },
      () => whisper(slowNotice()),
    );
    const acknowledge = async (): Promise<void> => {
      await timed.acknowledge();
    };
    const refusal = limits.take(installation, body.user.id);
    if (refusal) {
      await acknowledge();
      request.refused();
      // A message of its own: once says it.
      if (refusal.isNews) await whisper(busyNotice(refusal)).catch(() => {});
      return;
    }
    if (body.view?.type === 'home' && asked && LOOKED_UP.has(asked.do)) {
      overHome = openInTime(clientFor(installation), body, noticeDialog(lookingNotice()));
    }
    const sequence = sequenceOf(action.action_ts) ?? now().getTime() * 1_000;
    const look = {
      pageUrl,
      newId,
      command: commandNames.of(installation),
      messageUrl: noMessageUrl,
      inDialog: body.view !== undefined,
    };
    await guard.run(
      request,
      async () => {
        if (asked === undefined) {
          await acknowledge();
          return whisper(outdatedNotice(look));
        }
        const press: Press = {
          body,
          action: asked,
          installation,
          by: personOf(body.user),
          at: new Date(Math.floor(sequence / 1_000)),
          sequence,
          look,
          request,
          acknowledge,
          replace: (message) =>
            isInSearch(body)
              ? showInSearch(clientFor(installation), body, message, newId)
              : send({ replace_original: true, ...message }),
          whisper,
          announce: (message) => send({ response_type: 'in_channel', replace_original: false, ...message }),
        };
        await (presses[asked.do] as PressListener)(press);
      },
      async (message) => {
        await acknowledge();
        await whisper(message);
      },
    );
    overHome?.end();
  };
}
