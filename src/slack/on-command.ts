import type { SlashCommand } from '@slack/bolt';
import { ackInTime } from './ack-in-time.js';
import type { Message } from './block-kit/blocks.js';
import type { Guard } from './guard.js';
import { installationOf } from './installation-of.js';
import type { CommandListener } from './listeners/listener.js';
import type { Services } from './services.js';
import { busyNotice } from './views/notices.js';

/** A command as it comes in, by whichever way. */
export interface IncomingCommand {
  readonly command: SlashCommand;
  readonly ack: (reply?: PrivateMessage | string) => Promise<void>;
  /** Replies by the command's `response_url`. @throws where Slack does not take it */
  readonly respond: (reply: PrivateMessage) => Promise<unknown>;
}

/** A reply that only the asker sees. */
export interface PrivateMessage extends Message {
  readonly response_type: 'ephemeral';
  readonly replace_original?: false;
}

export type AnswerCommand = (incoming: IncomingCommand) => Promise<void>;

/** Adapts a command's listener. The reply is private and rides on the acknowledgement while there is time. */
export function onCommand(
  guard: Guard,
  { limits }: Pick<Services, 'limits'>,
  listener: CommandListener,
): AnswerCommand {
  return async ({ ack, command, respond }) => {
    const installation = installationOf(command);
    const request = guard.begin({ kind: 'command', what: `The command ${command.command}`, installation });
    const timed = ackInTime((message?: Message | 'done') => {
      request.acknowledged();
      if (message === 'done') return ack();
      return message
        ? ack({ response_type: 'ephemeral', ...message })
        : ack('Still looking. The answer follows in a moment.');
    });
    const done = async (): Promise<void> => {
      await timed.acknowledge('done');
    };
    const reply = async (message: Message): Promise<void> => {
      if (await timed.acknowledge(message)) return;
      await respond({ response_type: 'ephemeral', replace_original: false, ...message });
    };
    const answer = (): Promise<void> => {
      const refusal = limits.take(installation, command.user_id);
      if (refusal === undefined) return listener({ command, reply, done, request });
      request.refused();
      // It rides on the acknowledgement, so each one is told: that costs less than an answer.
      return reply(busyNotice(refusal));
    };
    await guard.run(request, answer, reply);
  };
}
