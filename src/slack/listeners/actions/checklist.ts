import { checklistOf, newRunFrom } from '../../../checklist/start-run.js';
import { isPublicChannel } from '../../payload.js';
import type { Services } from '../../services.js';
import { optionsDialog } from '../../views/checklist-preview.js';
import { runTitle } from '../../views/format.js';
import { cannotPostNotice, plainNotice, postedNotice, postingNotice } from '../../views/notices.js';
import { variablesText } from '../../views/refusals.js';
import { renderAnswer } from '../../views/render-answer.js';
import { showDialog } from '../dialogs.js';
import type { PressListener } from '../press.js';
import { showCard } from './page.js';

/** `checklist:preview`: a page's checklist before it is posted. */
export function preview({ answering }: Pick<Services, 'answering'>): PressListener<'checklist:preview'> {
  return async (press) => {
    await press.acknowledge();
    const { slug, list, name, part } = press.action;
    const answer = press.request.answered(answering.answers.openChecklist(slug, { list, name }));
    await showCard(press, renderAnswer(answer, press.context, part));
  };
}

/**
 * `checklist:post`: posts a checklist to the channel. The run's id comes with the preview, so a second press or a repeated
 * delivery finds the first run and posts nothing more.
 */
export function post({
  answering,
  checklists,
}: Pick<Services, 'answering' | 'checklists'>): PressListener<'checklist:post'> {
  return async ({ acknowledge, action, at, body, by, context, installation, replace, request, whisper }) => {
    const { bySlug, revision } = answering.guide();
    const page = bySlug.get(action.slug);
    const checklist = page && checklistOf(page, action.list);
    const { channel } = body;
    if (page === undefined || checklist === undefined || channel === undefined) {
      await acknowledge();
      return replace(renderAnswer(request.answered(answering.answers.openChecklist(action.slug)), context));
    }
    const prepared = newRunFrom(page, checklist, {
      installation,
      id: action.run,
      channel: channel.id,
      isPublic: isPublicChannel(channel),
      ...(action.name !== undefined && { name: action.name }),
      guideRevision: revision,
      postedBy: by,
      postedAt: at,
    });
    if ('problems' in prepared) {
      await acknowledge();
      return whisper(plainNotice(variablesText(prepared.problems)));
    }
    const { run } = await checklists.runs.create(prepared.run);
    await acknowledge();
    const outcome = await checklists.outbox.post({ installation, run: run.id });
    if (outcome.kind === 'posted') await replace(postedNotice(runTitle(run)));
    else if (outcome.kind === 'pending') await replace(postingNotice());
    else await replace(cannotPostNotice(outcome.reason, action));
  };
}

/** `checklist:options`: the dialog to choose the channel, name the run and leave items out. */
export function openOptions({
  answering,
  slack,
  views,
}: Pick<Services, 'answering' | 'slack' | 'views'>): PressListener<'checklist:options'> {
  return async ({ acknowledge, action: { list, name, slug }, body, context, installation, replace, request }) => {
    await acknowledge();
    const { bySlug, revision } = answering.guide();
    const page = bySlug.get(slug);
    const checklist = page && checklistOf(page, list);
    if (page === undefined || checklist === undefined)
      return replace(renderAnswer(request.answered(answering.answers.openChecklist(slug)), context));
    const posting = { channel: body.channel?.id, name, revision, run: views.newId() };
    await showDialog(slack.clientFor(installation), body, optionsDialog(page, checklist, posting));
  };
}
