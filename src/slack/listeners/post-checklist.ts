import { newRunFrom } from '../../checklist/start-run.js';
import { cannotPostNotice, postedNotice, postingNotice } from '../messages/notices.js';
import { renderAnswer } from '../messages/render-answer.js';
import { runTitle } from '../messages/run-title.js';
import type { Services } from '../services.js';
import type { PressListener } from './listener.js';

/**
 * Posts a checklist to the channel. The run's id came with the preview, so a double press or a repeated delivery finds the
 * run that the first one made and posts nothing more.
 */
export function postChecklist({ answers, guide, outbox, runs }: Services): PressListener<'post'> {
  return async ({ acknowledge, action, at, body, by, installation, look, replace, request }) => {
    const { bySlug, revision } = guide();
    const page = bySlug.get(action.slug);
    const channel = body.channel?.id;
    if (page?.checklist === undefined || channel === undefined) {
      await acknowledge();
      return replace(renderAnswer(request.answered(answers.openChecklist(action.slug)), look));
    }
    const { run } = await runs.create(
      newRunFrom(page, page.checklist, {
        installation,
        id: action.run,
        channel,
        ...(action.name !== undefined && { name: action.name }),
        guideRevision: revision,
        postedBy: by,
        postedAt: at,
      }),
    );
    await acknowledge();
    const outcome = await outbox.post({ installation, run: run.id });
    if (outcome.kind === 'posted') await replace(postedNotice(runTitle(run)));
    else if (outcome.kind === 'pending') await replace(postingNotice());
    else await replace(cannotPostNotice(outcome.reason, action));
  };
}
