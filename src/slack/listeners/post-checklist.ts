import { newRunFrom } from '../../checklist/new-run-from.js';
import type { Run } from '../../checklist/run.js';
import { cannotPostNotice, postedNotice } from '../messages/notices.js';
import { renderAnswer } from '../messages/render-answer.js';
import { runMessage } from '../messages/run-message.js';
import type { Services } from '../services.js';
import { slackErrorCode } from '../slack-error.js';
import type { Press, PressListener } from './listener.js';

/**
 * Posts a checklist to the channel. The run's id came with the preview, so a double press or a repeated delivery finds the
 * run that the first one made and posts nothing more.
 */
export const postChecklist = (services: Services): PressListener<'post'> => {
  const posting = new Map<string, Promise<Run>>();
  return async (press) => {
    await press.acknowledge();
    const { slug, run: id } = press.action;
    const key = `${press.installation} ${id}`;
    const underWay = posting.get(key) ?? post(services, press);
    posting.set(key, underWay);
    try {
      const run = await underWay;
      await press.replace(postedNotice(run.title));
    } catch (error) {
      if (error instanceof PageGone)
        return press.replace(renderAnswer(services.answers.openChecklist(slug), press.look));
      const code = slackErrorCode(error);
      services.logger.warn('A checklist could not be posted', { run: id, error });
      await press.replace(cannotPostNotice(code, press.action));
    } finally {
      posting.delete(key);
    }
  };
};

class PageGone extends Error {}

type PostPress = Press<Extract<Press['action'], { do: 'post' }>>;

const post = async (services: Services, { action, body, installation }: PostPress): Promise<Run> => {
  const { clientFor, now, pageUrl, runs } = services;
  const guide = services.guide();
  const page = guide.bySlug.get(action.slug);
  const channel = body.channel?.id;
  if (page?.checklist === undefined || channel === undefined) throw new PageGone();
  const { run } = await runs.create(
    newRunFrom(page, page.checklist, {
      installation,
      id: action.run,
      channel,
      guideRevision: guide.revision,
      postedBy: { id: body.user.id, name: body.user.name ?? body.user.username ?? body.user.id },
      postedAt: now(),
    }),
  );
  if (run.message !== undefined) return run;
  try {
    const { text, blocks } = runMessage(run, pageUrl);
    const { ts } = await clientFor(installation).chat.postMessage({
      channel,
      text,
      blocks,
      unfurl_links: false,
      unfurl_media: false,
    });
    if (ts === undefined) throw new Error('Slack accepted the message without naming it');
    return await runs.posted({ installation, run: run.id }, ts);
  } catch (error) {
    // Refused for certain: nothing was posted, so nothing need be kept. Where the reply was lost, the message may stand,
    // and its buttons still find the run.
    if (slackErrorCode(error) !== undefined) await runs.discard({ installation, run: run.id });
    throw error;
  }
};
