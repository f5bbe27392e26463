import type { BlockAction, Middleware, RespondArguments, SlackActionMiddlewareArgs } from '@slack/bolt';
import { sequenceOf } from '../../checklist/change-item.js';
import { noMessageUrl } from '../api/message-urls.js';
import { type ActionName, decodeAction } from '../block-kit/action-value.js';
import type { Message } from '../block-kit/blocks.js';
import { installationOf, personOf } from '../payload.js';
import type { Services } from '../services.js';
import { busyNotice, lookingNotice, noticeDialog, outdatedNotice, slowNotice } from '../views/notices.js';
import { SEARCH_DIALOG } from '../views/search.js';
import { isInSearch, showInSearch } from './actions/search.js';
import { type OpenInTime, openInTime, tellInDialog } from './dialogs.js';
import type { Press, PressListener } from './listener.js';
import { ackInTime, type Guard } from './middleware.js';

/** What is answered from the guide and the records, and may take a while. */
const LOOKED_UP: ReadonlySet<ActionName> = new Set<ActionName>(['question:ask', 'list:open']);

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
    const asked = decodeAction(action);
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
