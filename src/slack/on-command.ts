import type { Middleware, SlackCommandMiddlewareArgs } from '@slack/bolt';
import { ackInTime } from './ack-in-time.js';
import type { Message } from './blocks.js';
import type { Guard } from './guard.js';
import { installationOf } from './installation-of.js';
import type { CommandListener } from './listeners/listener.js';
import { busyNotice } from './messages/notices.js';
import type { Services } from './services.js';

/** Adapts a command's listener to Bolt. The reply is private and rides on the acknowledgement while there is time. */
export const onCommand =
  (
    guard: Guard,
    { limits }: Pick<Services, 'limits'>,
    listener: CommandListener,
  ): Middleware<SlackCommandMiddlewareArgs> =>
  async ({ ack, command, respond }) => {
    const refusal = limits.take(installationOf(command), command.user_id);
    // It rides on the acknowledgement, so each one is told: that costs less than an answer.
    if (refusal) return ack({ response_type: 'ephemeral', ...busyNotice(refusal) });
    const timed = ackInTime((message?: Message) =>
      message ? ack({ response_type: 'ephemeral', ...message }) : ack('Still looking. The answer follows in a moment.'),
    );
    const reply = async (message: Message): Promise<void> => {
      if (await timed.acknowledge(message)) return;
      await respond({ response_type: 'ephemeral', replace_original: false, ...message });
    };
    await guard(`The command ${command.command}`, () => listener({ command, reply }), reply);
  };
