import type { BlockAction, Middleware, RespondArguments, SlackActionMiddlewareArgs } from '@slack/bolt';
import { ackInTime } from './ack-in-time.js';
import type { Message } from './blocks.js';
import { type ActionName, decodeValue } from './button-action.js';
import type { Guard } from './guard.js';
import { installationOf } from './installation-of.js';
import type { Press, PressListener } from './listeners/listener.js';
import { outdatedNotice, slowNotice } from './messages/notices.js';
import type { Services } from './services.js';
import { surface } from './surface.js';

type Presses = { readonly [N in ActionName]: PressListener<N> };

/** Adapts the table of presses to Bolt: finds what the button's value asks for, and answers also where nothing fits. */
export const onPress =
  (guard: Guard, { newId, pageUrl }: Services, presses: Presses): Middleware<SlackActionMiddlewareArgs<BlockAction>> =>
  async ({ ack, action, body, respond }) => {
    const send = async (args: RespondArguments): Promise<void> => {
      // A press in a dialog has no channel to answer in.
      if (body.response_url) await respond(args);
    };
    const whisper = (message: Message): Promise<void> =>
      send({ response_type: 'ephemeral', replace_original: false, ...message });
    const timed = ackInTime(
      () => ack(),
      () => whisper(slowNotice()),
    );
    const acknowledge = async (): Promise<void> => {
      await timed.acknowledge();
    };
    // A link button sends a press too; its browser is already on the way.
    if (action.type === 'button' && action.url !== undefined) return acknowledge();
    const asked = action.type === 'button' ? decodeValue(action.value) : undefined;
    const look = { pageUrl, newId, command: surface.commands[0] };
    await guard(
      `The press ${action.action_id}`,
      async () => {
        if (asked === undefined) {
          await acknowledge();
          return whisper(outdatedNotice(look));
        }
        const press: Press = {
          body,
          action: asked,
          installation: installationOf(body),
          look,
          acknowledge,
          replace: (message) => send({ replace_original: true, ...message }),
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
  };
