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
    const installation = installationOf(command);
    const request = guard.begin({ kind: 'command', what: `The command ${command.command}`, installation });
    const refusal = limits.take(installation, command.user_id);
    if (refusal) {
      request.refused();
      // It rides on the acknowledgement, so each one is told: that costs less than an answer.
      return ack({ response_type: 'ephemeral', ...busyNotice(refusal) });
    }
    const timed = ackInTime(async (message?: Message) => {
      request.acknowledged();
      await (message
        ? ack({ response_type: 'ephemeral', ...message })
        : ack('Still looking. The answer follows in a moment.'));
    });
    const reply = async (message: Message): Promise<void> => {
      if (await timed.acknowledge(message)) return;
      await respond({ response_type: 'ephemeral', replace_original: false, ...message });
    };
    await guard.run(request, () => listener({ command, reply, request }), reply);
  };
