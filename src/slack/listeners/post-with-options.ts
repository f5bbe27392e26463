import { newRunFrom } from '../../checklist/start-run.js';
import { noticeDialog } from '../messages/notice-dialog.js';
import { cannotPostReason, guideChangedNotice, postedToNotice, postingNotice } from '../messages/notices.js';
import { optionsDialog } from '../messages/options-dialog.js';
import { renderAnswer } from '../messages/render-answer.js';
import { runTitle } from '../messages/run-title.js';
import type { Services } from '../services.js';
import { showDialog } from '../show-dialog.js';
import type { PressListener, SubmissionListener } from './listener.js';
import { drawHome } from './show-home.js';

/** Opens the dialog that chooses the channel, names the run and leaves items out. */
export function openOptions({ answers, clientFor, guide, newId }: Services): PressListener<'post-options'> {
  return async ({ acknowledge, action: { name, slug }, body, installation, look, replace, request }) => {
    await acknowledge();
    const { bySlug, revision } = guide();
    const page = bySlug.get(slug);
    if (page?.checklist === undefined)
      return replace(renderAnswer(request.answered(answers.openChecklist(slug)), look));
    const posting = { channel: body.channel?.id, name, revision, run: newId() };
    await showDialog(clientFor(installation), body, optionsDialog(page, page.checklist, posting));
  };
}

/** Posts what the dialog says. What Slack refuses is said beside the channel, and everything that was entered stays. */
export function postWithOptions(services: Services): SubmissionListener<'options'> {
  return async ({ by, installation, refuse, show, state, values }) => {
    const { guide, now, outbox, runs } = services;
    const { bySlug, revision } = guide();
    const page = bySlug.get(state.slug);
    const channel = values.choice('channel');
    // The boxes say positions: of another edition of the guide, they would leave out something else.
    if (page?.checklist === undefined || revision !== state.revision) return show(noticeDialog(guideChangedNotice()));
    if (channel === undefined) return refuse({ channel: 'Choose a channel.' });
    const leaveOut = values.choices('leave-out-').map(Number);
    if (leaveOut.length >= page.checklist.items.length)
      return refuse({ 'leave-out-0': 'Keep at least one item: a checklist without items cannot be posted.' });
    const key = { installation, run: state.run };
    const { run } = await runs.create(
      newRunFrom(page, page.checklist, {
        installation,
        id: state.run,
        channel,
        name: values.text('name'),
        guideRevision: revision,
        postedBy: by,
        postedAt: now(),
        leaveOut,
      }),
    );
    const outcome = await outbox.post(key);
    if (outcome.kind === 'posted') {
      await show(noticeDialog(postedToNotice(runTitle(run), channel), 'Posted'));
      if (state.home) await drawHome(services, { installation, user: by.id });
      return;
    }
    if (outcome.kind === 'pending') return show(noticeDialog(postingNotice(), 'Posting'));
    if (outcome.reason === 'uncertain')
      return show(noticeDialog({ blocks: postingNotice(true).blocks }, 'Not certain'));
    // Refused for certain: the next try may name another channel, or leave out other items.
    await runs.discard(key);
    await refuse({ channel: cannotPostReason(outcome.reason) });
  };
}
