import type { ModalView } from '@slack/types';
import type { Run } from '../../../checklist/run.js';
import { ItemNotFound, type RunKey, RunNotFound } from '../../../checklist/run-store.js';
import { newRunFrom } from '../../../checklist/start-run.js';
import type { ButtonAction } from '../../block-kit/action-value.js';
import type { Services } from '../../services.js';
import { copyDialog, historyDialog, manageDialog } from '../../views/checklist-dialogs.js';
import { runTitle } from '../../views/format.js';
import { itemDialog } from '../../views/item-dialog.js';
import {
  cannotBringDownNotice,
  cannotPostNotice,
  postedNotice,
  postingNotice,
  runGoneNotice,
} from '../../views/notices.js';
import { renderAnswer } from '../../views/render-answer.js';
import { showDialog } from '../dialogs.js';
import type { Press, PressListener } from '../listener.js';

/** Done or Reopen on a posted checklist. */
export function setItem(services: Services): PressListener<'item:set'> {
  return (press) =>
    changeRun(services, press, (key) =>
      services.runs.setItem({
        ...key,
        item: press.action.item,
        outcome: press.action.done ? { kind: 'done' } : { kind: 'open' },
        by: press.by,
        at: press.at,
        sequence: press.sequence,
      }),
    );
}

/** Shows another part of a long checklist, for everyone; the first part follows the first open item. */
export function showWindow(services: Services): PressListener<'run:window'> {
  return (press) =>
    changeRun(services, press, (key) =>
      services.runs.showWindow(key, press.action.window === 0 ? 'first-open' : press.action.window, press.sequence),
    );
}

type RunPress = Press<Extract<ButtonAction, { run: string }>>;

/** Acknowledged after its commit: what a person saw accepted is on disk. */
function changeRun(
  { delivery, runs }: Services,
  press: RunPress,
  change: (key: RunKey) => Promise<Run>,
): Promise<void> {
  return whileItIsKept(press, async (key) => {
    const run = await change(key);
    await press.acknowledge();
    // The reply to the posting was lost, but the message arrived: it was pressed.
    const message = press.body.container.message_ts;
    if (typeof message === 'string' && message !== run.message) await runs.posted(key, message);
    delivery.wanted(key);
  });
}

/** Does something with the run of a press, or says that the run is gone. */
export async function whileItIsKept(press: RunPress, work: (key: RunKey) => Promise<void>): Promise<void> {
  try {
    await work({ installation: press.installation, run: press.action.run });
  } catch (error) {
    if (!(error instanceof RunNotFound || error instanceof ItemNotFound)) throw error;
    await press.acknowledge();
    await press.whisper(runGoneNotice(press.look));
  }
}

/** All items of a run, in a dialog. */
export function manage(services: Services): PressListener<'run:manage'> {
  return (press) => look(services, press, (run) => manageDialog(run, services.pageUrl, press.action));
}

/** One item, to change. */
export function editItem(services: Services): PressListener<'item:edit'> {
  return (press) =>
    look(services, press, (run) => {
      const item = run.items.find(({ id }) => id === press.action.item);
      if (item === undefined) throw new ItemNotFound(run.id, press.action.item);
      return itemDialog(run, item, services.pageUrl, press.action.home);
    });
}

/** Who did what and when. */
export function history(services: Services): PressListener<'run:history'> {
  return (press) =>
    look(services, press, async (run, key) => historyDialog(run, await services.runs.history(key), press.action.part));
}

/** The run as text. */
export function copy(services: Services): PressListener<'run:copy'> {
  return (press) => look(services, press, (run) => copyDialog(run, press.action.part));
}

function look(
  { clientFor, runs }: Services,
  press: Press<Extract<ButtonAction, { run: string }>>,
  view: (run: Run, key: RunKey) => ModalView | Promise<ModalView>,
): Promise<void> {
  return whileItIsKept(press, async (key) => {
    await press.acknowledge();
    await showDialog(clientFor(press.installation), press.body, await view(await runs.get(key), key));
  });
}

/** Posts a run anew where it was asked for; the old message points to the new one. */
export function bringDown(services: Services): PressListener<'run:repost'> {
  return (press) =>
    whileItIsKept(press, async (key) => {
      const { acknowledge, action, at, by, whisper } = press;
      const run = await services.runs.bringDown({
        ...key,
        from: action.from,
        by,
        at,
      });
      await acknowledge();
      const outcome = await services.delivery.post(key);
      if (outcome.kind === 'parked') return whisper(cannotBringDownNotice(outcome.reason));
      if (outcome.kind === 'owed') return whisper(postingNotice());
      await showList(services, press, run.channel);
    });
}

/** Puts a run away. */
export function archive(services: Services): PressListener<'run:archive'> {
  return (press) =>
    whileItIsKept(press, async (key) => {
      const run = await services.runs.archive({ ...key, by: press.by, at: press.at });
      await press.acknowledge();
      services.delivery.wanted(key);
      await showList(services, press, run.channel);
    });
}

/** The list that was pressed, as it is now. */
async function showList(
  { answers, messageUrls }: Services,
  { body, installation, look, replace, request }: Press,
  fallback: string,
): Promise<void> {
  const answer = request.answered(await answers.checklists({ installation, channel: body.channel?.id ?? fallback }));
  await replace(renderAnswer(answer, { ...look, messageUrl: await messageUrls(installation) }));
}

/**
 * Posts a checklist to the channel. The run's id came with the preview, so a double press or a repeated delivery finds the
 * run that the first one made and posts nothing more.
 */
export function postChecklist({ answers, delivery, guide, runs }: Services): PressListener<'checklist:post'> {
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
    const outcome = await delivery.post({ installation, run: run.id });
    if (outcome.kind === 'posted') await replace(postedNotice(runTitle(run)));
    else if (outcome.kind === 'owed') await replace(postingNotice());
    else await replace(cannotPostNotice(outcome.reason, action));
  };
}
