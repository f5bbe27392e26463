import type { SlashCommand } from '@slack/bolt';
import { noMessageUrl } from '../api/message-urls.js';
import type { Message } from '../block-kit/blocks.js';
import { unescapeEntities } from '../block-kit/mrkdwn/escape.js';
import { installationOf } from '../payload.js';
import type { Services } from '../services.js';
import { surface } from '../surface.js';
import { busyNotice, notInstalledNotice } from '../views/notices.js';
import { renderAnswer } from '../views/render-answer.js';
import { newSearch } from './actions/search.js';
import type { CommandListener } from './listener.js';
import { ackInTime, type Guard } from './middleware.js';

/** Answers `/guide …`. The reply rides on the acknowledgement: no second request to Slack. */
export function guideCommand({
  answers,
  clientFor,
  commandNames,
  isInstalled,
  logger,
  messageUrls,
  newId,
  pageUrl,
}: Services): CommandListener {
  /** @returns whether the dialog stands there */
  const openSearch = async (installation: string, trigger: string): Promise<boolean> => {
    try {
      await clientFor(installation).views.open({ trigger_id: trigger, view: newSearch(newId) });
      return true;
    } catch (error) {
      logger.warn('The search dialog could not be opened by the command; a button offers it', { installation, error });
      return false;
    }
  };
  return async ({ command, done, reply, request }) => {
    const installation = installationOf(command);
    if (!(await isInstalled(installation))) return reply(notInstalledNotice());
    commandNames.heard(installation, command.command);
    // Slack sends what was typed with its three control characters escaped.
    const text = unescapeEntities(command.text ?? '');
    // What people ask is theirs: it is written down only where an operator looks for a fault.
    logger.debug('Asked', { request: request.id, text });
    const answer = request.answered(
      await answers.toRequest({ installation, channel: command.channel_id, user: command.user_id, text }),
    );
    if (answer.kind === 'search' && (await openSearch(installation, command.trigger_id))) return done();
    // The only answer with links to messages: no other one waits for the workspace's address.
    const messageUrl = answer.kind === 'checklists' ? await messageUrls(installation) : noMessageUrl;
    await reply(renderAnswer(answer, { pageUrl, newId, command: command.command, messageUrl }));
  };
}

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

/** What each installation calls the command. */
export interface CommandNames {
  heard(installation: string, command: string): void;
  of(installation: string): string;
}

/** Far more workspaces than rename the command; beyond it, the one that renamed it longest ago reads the manifest's name again. */
const MOST = 1_000;

/**
 * Slack tells an app what a command is called only when somebody types it. Presses come without, and their notices should not
 * name a command that the workspace does not have. Until it is typed once, it is the manifest's.
 */
export function createCommandNames(): CommandNames {
  const renamed = new Map<string, string>();
  return {
    heard(installation, command) {
      if (renamed.get(installation) === command) return;
      renamed.delete(installation);
      if (command === surface.commands[0]) return;
      renamed.set(installation, command);
      const [oldest] = renamed.size > MOST ? renamed.keys() : [];
      if (oldest !== undefined) renamed.delete(oldest);
    },
    of: (installation) => renamed.get(installation) ?? surface.commands[0],
  };
}
