import { checklistOf, newRunFrom } from '../../../checklist/start-run.js';
import type { PlannedRun } from '../../block-kit/action-value.js';
import { dialogPlace, type Place } from '../../block-kit/dialog-state.js';
import { isPublicChannel, placeOf, threadOf } from '../../payload.js';
import type { Services } from '../../services.js';
import { runTitle } from '../../views/format.js';
import {
  alreadyOpenNotice,
  cannotPostNotice,
  noticeDialog,
  plainNotice,
  postedNotice,
  postingNotice,
} from '../../views/notices.js';
import { variablesText } from '../../views/refusals.js';
import { renderAnswer } from '../../views/render-answer.js';
import { startDialog } from '../../views/start-dialog.js';
import { showInAnswerDialog } from '../answer-message.js';
import { showDialog } from '../dialogs.js';
import type { Press, PressListener } from '../press.js';
import { startRun } from '../start-run.js';
import { showCard } from './page.js';

type PlannedPress = Press & { readonly action: PlannedRun };

/** The thread that the preview was asked for in: Slack may show the preview itself below the thread. */
function askedIn({ action, body }: PlannedPress): { readonly thread?: string } {
  const thread = action.thread ?? threadOf(body) ?? dialogPlace(body.view)?.thread;
  return thread === undefined ? {} : { thread };
}

/** `checklist:preview`: a page's checklist before it is posted. */
export function preview(services: Pick<Services, 'answering' | 'slack' | 'views'>): PressListener<'checklist:preview'> {
  const { answering } = services;
  return async (press) => {
    await press.acknowledge();
    const { slug, list, name, part, values } = press.action;
    const answer = press.request.answered(answering.answers.openChecklist(slug, { list, name, values }));
    if (await showInAnswerDialog(services, press, answer, { part })) return;
    const shown = renderAnswer(answer, { ...press.context, ...askedIn(press) }, part);
    const place = dialogPlace(press.body.view);
    // The dialog on top has to know the conversation, too.
    if (place === undefined) return showCard(press, shown);
    const client = services.slack.clientFor(press.installation);
    await showDialog(client, press.body, noticeDialog(shown, undefined, { place }));
  };
}

/** The page or its checklist was removed from the guide after the button was shown. */
function showGone({ answering }: Pick<Services, 'answering'>, { action, context, replace, request }: PlannedPress) {
  return replace(renderAnswer(request.answered(answering.answers.openChecklist(action.slug)), context));
}

/**
 * `checklist:post`: posts a checklist to the channel or the thread. The run's id comes with the preview, so a second press or a repeated
 * delivery finds the first run and posts nothing more.
 */
export function post(services: Pick<Services, 'answering' | 'checklists' | 'views'>): PressListener<'checklist:post'> {
  return async (press) => {
    const { acknowledge, action, at, body, by, installation, replace, whisper } = press;
    const { do: _, run: id, ...planned } = action;
    const { bySlug, revision } = services.answering.guide();
    const page = bySlug.get(planned.slug);
    const checklist = page && checklistOf(page, planned.list);
    const { channel } = body;
    if (page === undefined || checklist === undefined || channel === undefined) {
      await acknowledge();
      return showGone(services, press);
    }
    const prepared = newRunFrom(page, checklist, {
      installation,
      id,
      channel: channel.id,
      isPublic: isPublicChannel(channel),
      ...(planned.thread !== undefined && { thread: planned.thread }),
      ...(planned.name !== undefined && { name: planned.name }),
      ...(planned.values && { variables: planned.values }),
      guideRevision: revision,
      postedBy: by,
      postedAt: at,
    });
    if ('problems' in prepared) {
      await acknowledge();
      return whisper(plainNotice(`${variablesText(prepared.problems)} Press Post with options.`));
    }
    const started = await startRun(services, prepared.run, acknowledge);
    if (started.kind === 'posted')
      await replace(postedNotice(runTitle(started.run), { url: started.url, thread: started.run.thread }));
    else if (started.kind === 'already-open') await replace(alreadyOpenNotice(started.run, started.url));
    else if (started.kind === 'pending') await replace(postingNotice());
    else await replace(cannotPostNotice(started.reason, id, planned));
  };
}

/** The conversation of the preview; undefined for one on Home or in a dialog that belongs to no conversation. */
function previewPlace(press: PlannedPress): Place | undefined {
  const here = placeOf(press.body);
  if (here !== undefined) {
    const { thread: _, ...place } = here;
    return { ...place, ...askedIn(press) };
  }
  const below = dialogPlace(press.body.view);
  if (below === undefined) return undefined;
  // Its `response_url` belongs to a message that stays as it is.
  const { replyTo: _, ...place } = below;
  return place;
}

/** `checklist:options`: the dialog that asks for all that a run needs. */
export function openOptions(
  services: Pick<Services, 'answering' | 'slack' | 'views'>,
): PressListener<'checklist:options'> {
  return async (press) => {
    const { acknowledge, action, body, by, installation } = press;
    await acknowledge();
    const { bySlug, revision } = services.answering.guide();
    const page = bySlug.get(action.slug);
    const checklist = page && checklistOf(page, action.list);
    if (page === undefined || checklist === undefined) return showGone(services, press);
    const view = startDialog(page, checklist, {
      person: by.id,
      place: previewPlace(press),
      name: action.name,
      values: action.values,
      revision,
      run: services.views.newId(),
    });
    await showDialog(services.slack.clientFor(installation), body, view);
  };
}
