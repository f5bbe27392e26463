import type { Services } from '../../services.js';
import { copyDialog, historyDialog, manageDialog } from '../../views/checklist-dialogs.js';
import { cannotRepostNotice, plainNotice, postingNotice } from '../../views/notices.js';
import { refusalText } from '../../views/refusals.js';
import { renderAnswer } from '../../views/render-answer.js';
import { showAllDialog } from '../../views/show-all.js';
import type { Press, PressListener } from '../press.js';
import { changeRun, ifRunExists, seenBy, showRunDialog } from '../run-press.js';

type DialogServices = Pick<Services, 'checklists' | 'slack' | 'views'>;

/** `run:all`: every item of a run, in a dialog of the person's own. */
export function showAll(services: DialogServices): PressListener<'run:all'> {
  return (press) =>
    showRunDialog(services, press, (run) => {
      const { home, part } = press.action;
      const seen = seenBy(run, press.by.id, home);
      return showAllDialog(seen.run, services.views.pageUrl, { part, home, isWhole: seen.isWhole });
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

/** `run:copy`: the run as text. */
export function copy(services: DialogServices): PressListener<'run:copy'> {
  return (press) => showRunDialog(services, press, (run) => copyDialog(run, press.action.part));
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
export function archive(services: ListServices): PressListener<'run:archive'> {
  const { outbox, runs } = services.checklists;
  return (press) =>
    ifRunExists(press, async (key) => {
      const { refused, run } = await runs.archive({
        ...key,
        by: press.by,
        at: press.at,
        ...(press.sequence !== undefined && { sequence: press.sequence }),
      });
      await press.acknowledge();
      if (refused) return press.whisper(plainNotice(refusalText(refused, press.at)));
      outbox.requestUpdate(key);
      await updateList(services, press, run.channel);
    });
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
