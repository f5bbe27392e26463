import { whyNotBypassed } from '../../../checklist/gate.js';
import { seesWholeOutside } from '../../../checklist/run.js';
import type { Services } from '../../services.js';
import { bypassDialog, chosenPhase, PHASE_FIELD } from '../../views/bypass.js';
import { copyDialog, historyDialog } from '../../views/checklist-dialogs.js';
import { manageDialog } from '../../views/manage-dialog.js';
import { cannotRepostNotice, noticeDialog, onlyInChannelNotice, postingNotice } from '../../views/notices.js';
import { refusalNotice } from '../../views/refusals.js';
import { renderAnswer } from '../../views/render-answer.js';
import { showAllDialog } from '../../views/show-all.js';
import type { Press, PressListener } from '../press.js';
import { changeRun, ifRunExists, type RunPress, seenBy, showRunDialog } from '../run-press.js';
import type { SubmissionListener } from '../submission.js';
import { saveRun } from './run-changes.js';

type DialogServices = Pick<Services, 'checklists' | 'slack' | 'views'>;

/** `run:all`: every item of a run, in a dialog of the person's own. */
export function showAll(services: DialogServices): PressListener<'run:all'> {
  return (press) =>
    showRunDialog(services, press, (run) => {
      const { home, part } = press.action;
      const seen = seenBy(run, press.by.id, home);
      return showAllDialog(seen.run, services.views.pageUrl, {
        ...{ part, home, isWhole: seen.isWhole },
        viewer: press.by.id,
      });
    });
}

/** `run:manage`: all items of a run in a dialog, to edit. */
export function manage(services: DialogServices): PressListener<'run:manage'> {
  return (press) =>
    showRunDialog(services, press, (run) => {
      const { home, part } = press.action;
      const seen = seenBy(run, press.by.id, home);
      return manageDialog(seen.run, services.views.pageUrl, { part, home, isWhole: seen.isWhole });
    });
}

/** `run:history`: who did what and when. */
export function history(services: DialogServices): PressListener<'run:history'> {
  return (press) =>
    showRunDialog(services, press, async (run, key) =>
      historyDialog(run, await services.checklists.runs.history(key), press.action.part),
    );
}

/** `run:copy`: the run as Markdown, JSON or CSV. */
export function copy(services: DialogServices): PressListener<'run:copy'> {
  return (press) =>
    showRunDialog(services, press, async (run, key) => {
      const { format, part } = press.action;
      const history = format === 'json' ? await services.checklists.runs.history(key) : [];
      return copyDialog(run, { format, part, history });
    });
}

/** `run:window`: in messages of earlier releases. The message follows the team by itself now. */
export function showWindow(services: Services): PressListener<'run:window'> {
  return (press) => changeRun(services, press, async (key) => ({ run: await services.checklists.runs.get(key) }));
}

type ListServices = Pick<Services, 'answering' | 'checklists' | 'views'>;

/** `run:repost`: posts a run again, where it was asked for. The old message then points to the new one. */
export function repost(services: ListServices): PressListener<'run:repost'> {
  const { outbox, runs } = services.checklists;
  return (press) =>
    ifRunExists(press, async (key) => {
      const { acknowledge, action, at, by, whisper } = press;
      const run = await runs.repost({ ...key, from: action.from, by, at });
      await acknowledge();
      const outcome = await outbox.post(key);
      if (outcome.kind === 'undeliverable') return whisper(cannotRepostNotice(outcome.reason));
      if (outcome.kind === 'pending') return whisper(postingNotice());
      await updateList(services, press, run.channel);
    });
}

/** `run:archive`: puts a run away. */
export function archive(services: Services): PressListener<'run:archive'> {
  return (press) => putAway(services, press, 'archive');
}

/** `run:unarchive`: brings it back. */
export function unarchive(services: Services): PressListener<'run:unarchive'> {
  return (press) => putAway(services, press, 'unarchive');
}

async function putAway(services: Services, press: RunPress, what: 'archive' | 'unarchive'): Promise<void> {
  const { by, at, sequence } = press;
  let channel: string | undefined;
  await changeRun(services, press, async (key) => {
    const changed = await services.checklists.runs[what]({
      ...{ ...key, by, at },
      ...(sequence !== undefined && { sequence }),
    });
    if (changed.refused === undefined) channel = changed.run.channel;
    return changed;
  });
  if (channel !== undefined && press.body.view === undefined) await updateList(services, press, channel);
}

/** Replaces the pressed list of checklists by the current one. */
async function updateList(
  { answering, views }: ListServices,
  { body, context, installation, replace, request }: Press,
  runChannel: string,
): Promise<void> {
  const answer = request.answered(
    await answering.answers.checklists({ installation, channel: body.channel?.id ?? runChannel }),
  );
  await replace(renderAnswer(answer, { ...context, messageUrl: await views.messageUrls(installation) }));
}

/** `run:bypass`: asks who may open the gate for which phase and why, and tells the others who may. */
export function openBypass(services: Pick<Services, 'checklists' | 'slack' | 'views'>): PressListener<'run:bypass'> {
  return (press) =>
    showRunDialog(services, press, (run) => {
      const { home } = press.action;
      if (home && !seesWholeOutside(run, press.by.id)) return noticeDialog(onlyInChannelNotice());
      const refused = whyNotBypassed(run, press.by);
      if (refused) return noticeDialog(refusalNotice(run, refused, { now: press.at, isInChannel: !home }));
      return bypassDialog(run, { home });
    });
}

/** `bypass`: opens the gate. */
export function openGate(services: Services): SubmissionListener<'bypass'> {
  const { runs } = services.checklists;
  return (submission) =>
    saveRun(services, submission, 'reason', async (key) => {
      const { at, by, values } = submission;
      const phase = chosenPhase(await runs.get(key), values.choice(PHASE_FIELD));
      return runs.bypass({
        ...{ ...key, by, at, reason: values.text('reason') },
        ...(phase !== undefined && { phase }),
      });
    });
}

/** `run:unbypass`: closes it again. */
export function closeGate(services: Services): PressListener<'run:unbypass'> {
  return (press) =>
    changeRun(services, press, (key) =>
      services.checklists.runs.withdrawBypass({
        ...{ ...key, by: press.by, at: press.at, given: new Date(press.action.given) },
      }),
    );
}
