import type { ModalView } from '@slack/types';
import { ItemNotFound, RunNotFound } from '../../../checklist/errors.js';
import { partOutside, type Run, type RunItem, seesWholeOutside } from '../../../checklist/run.js';
import type { ItemChanged, RunKey, RunStore } from '../../../checklist/run-store.js';
import { checklistOf, newRunFrom } from '../../../checklist/start-run.js';
import type { ButtonAction } from '../../block-kit/action-value.js';
import { isPublicChannel } from '../../payload.js';
import type { Services } from '../../services.js';
import { copyDialog, historyDialog, manageDialog } from '../../views/checklist-dialogs.js';
import { optionsDialog } from '../../views/checklist-preview.js';
import { runTitle } from '../../views/format.js';
import { itemDialog } from '../../views/item-dialog.js';
import {
  cannotPostNotice,
  cannotRepostNotice,
  noticeDialog,
  notShownNotice,
  onlyInChannelNotice,
  plainNotice,
  postedNotice,
  postingNotice,
  runGoneNotice,
} from '../../views/notices.js';
import { refusalText, variablesText } from '../../views/refusals.js';
import { renderAnswer } from '../../views/render-answer.js';
import { showDialog } from '../dialogs.js';
import type { Press, PressListener } from '../press.js';
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

type RunPress = Press<Extract<ButtonAction, { run: string }>>;

/** `item:set`: Done or Reopen on a posted checklist. */
export function setItem(services: Pick<Services, 'checklists'>): PressListener<'item:set'> {
  return (press) =>
    changeRun(services, press, (key) =>
      services.checklists.runs.setItem({
        ...key,
        item: press.action.item,
        outcome: press.action.done ? { kind: 'done' } : { kind: 'open' },
        by: press.by,
        at: press.at,
        ...(press.sequence !== undefined && { sequence: press.sequence }),
      }),
    );
}

/** `run:window`: another part of a long checklist, for everyone. The first part follows the first open item. */
export function showWindow(services: Pick<Services, 'checklists'>): PressListener<'run:window'> {
  return (press) =>
    changeRun(services, press, async (key) => ({
      run: await services.checklists.runs.showWindow(
        key,
        press.action.window === 0 ? 'first-open' : press.action.window,
        press.sequence,
      ),
    }));
}

/** Acknowledges after the commit: a change that a person saw accepted is on disk. */
function changeRun(
  { checklists: { outbox, runs } }: Pick<Services, 'checklists'>,
  press: RunPress,
  change: (key: RunKey) => Promise<ItemChanged>,
): Promise<void> {
  return ifRunExists(press, async (key) => {
    const { refused, run } = await change(key);
    await press.acknowledge();
    // The reply to the posting was lost, but its message arrived: somebody pressed it.
    const message = press.body.container.message_ts;
    if (typeof message === 'string' && message !== run.message) await runs.markPosted(key, message);
    outbox.requestUpdate(key);
    await noteChannel(runs, press, run);
    if (refused) return press.whisper(plainNotice(refusalText(refused, press.at)));
    // Pressed once more, because the message still shows the old state.
    if (run.undeliverableReason !== undefined) await press.whisper(notShownNotice(run.undeliverableReason));
  });
}

/** A press in the channel shows whether everyone may read it, which may change. */
async function noteChannel(
  runs: Pick<RunStore, 'setPublic'>,
  { body: { channel }, installation }: RunPress,
  run: Run,
): Promise<void> {
  if (channel === undefined || channel.id !== run.channel || isPublicChannel(channel) === run.isPublic) return;
  await runs.setPublic({ installation, run: run.id }, isPublicChannel(channel));
}

/** Works on the run of a press, or tells the person that it no longer exists. */
async function ifRunExists(press: RunPress, work: (key: RunKey) => Promise<void>): Promise<void> {
  try {
    await work({ installation: press.installation, run: press.action.run });
  } catch (error) {
    if (!(error instanceof RunNotFound || error instanceof ItemNotFound)) throw error;
    await press.acknowledge();
    await press.whisper(runGoneNotice(press.context));
  }
}

type DialogServices = Pick<Services, 'checklists' | 'slack' | 'views'>;

/** `run:manage`: all items of a run in a dialog. */
export function manage(services: DialogServices): PressListener<'run:manage'> {
  return (press) =>
    showRunDialog(services, press, (run) => {
      const { home, part } = press.action;
      const isWhole = !home || seesWholeOutside(run, press.by.id);
      return manageDialog(isWhole ? run : partOutside(run, press.by.id), services.views.pageUrl, {
        part,
        home,
        isWhole,
      });
    });
}

/** `item:edit`: the dialog to change one item. */
export function editItem(services: DialogServices): PressListener<'item:edit'> {
  return (press) =>
    showRunDialog(services, press, (run) => {
      const isAsked = ({ id }: RunItem): boolean => id === press.action.item;
      if (!run.items.some(isAsked)) throw new ItemNotFound(run.id, press.action.item);
      const part = press.action.home ? partOutside(run, press.by.id) : run;
      const item = part.items.find(isAsked);
      if (item === undefined) return noticeDialog(onlyInChannelNotice());
      return itemDialog(part, item, services.views.pageUrl, press.action.home);
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

function showRunDialog(
  { checklists, slack }: DialogServices,
  press: RunPress,
  view: (run: Run, key: RunKey) => ModalView | Promise<ModalView>,
): Promise<void> {
  return ifRunExists(press, async (key) => {
    await press.acknowledge();
    const run = await checklists.runs.get(key);
    await showDialog(slack.clientFor(press.installation), press.body, await view(run, key));
    await noteChannel(checklists.runs, press, run);
  });
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
