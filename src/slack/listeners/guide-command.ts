import { installationOf } from '../installation-of.js';
import { renderAnswer } from '../messages/render-answer.js';
import { unescapeEntities } from '../mrkdwn/escape.js';
import type { Services } from '../services.js';
import type { CommandListener } from './listener.js';

/** Answers `/guide …`. The reply rides on the acknowledgement: no second request to Slack. */
export const guideCommand =
  ({ answers, pageUrl, newId }: Services): CommandListener =>
  async ({ command, reply }) => {
    const answer = await answers.toRequest({
      installation: installationOf(command),
      channel: command.channel_id,
      user: command.user_id,
      // Slack sends what was typed with its three control characters escaped.
      text: unescapeEntities(command.text ?? ''),
    });
    await reply(renderAnswer(answer, { pageUrl, newId, command: command.command }));
  };
