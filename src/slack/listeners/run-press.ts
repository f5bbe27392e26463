import type { ModalView } from '@slack/types';
import { ItemNotFound, RunNotFound } from '../../checklist/errors.js';
import { partOutside, type Run, seesWholeOutside } from '../../checklist/run.js';
import type { ItemChanged, RunKey, RunStore } from '../../checklist/run-store.js';
import { slackErrorCode } from '../api/errors.js';
import type { ButtonAction } from '../block-kit/action-value.js';
import { decodeDialog } from '../block-kit/dialog-state.js';
import { isPublicChannel } from '../payload.js';
import type { Services } from '../services.js';
import { changedItemMessage } from '../views/checklist-notifications.js';
import { manageDialog } from '../views/manage-dialog.js';
import { notShownNotice, onlyInChannelNotice, runGoneNotice } from '../views/notices.js';
import { refusalNotice } from '../views/refusals.js';
import { showAllDialog } from '../views/show-all.js';
import { showDialog } from './dialogs.js';
import { updateHome } from './events.js';
import type { Press } from './press.js';

/** A press about one run. */
export type RunPress = Press<Extract<ButtonAction, { run: string }>>;

/** Works on the run of a press, or tells the person that it no longer exists. */
export async function ifRunExists(press: RunPress, work: (key: RunKey) => Promise<void>): Promise<void> {
  try {
    await work({ installation: press.installation, run: press.action.run });
  } catch (error) {
    if (!(error instanceof RunNotFound || error instanceof ItemNotFound)) throw error;
    await press.acknowledge();
    await press.whisper(runGoneNotice(press.context));
  }
}

/**
 * Changes a run and acknowledges after the commit: a change that a person saw accepted is on disk. Then everything that shows the run
 * follows: its message, and the dialog or Home in which it was pressed.
 */
export function changeRun(
  services: Services,
  press: RunPress,
  change: (key: RunKey) => Promise<ItemChanged>,
): Promise<void> {
  const { outbox, runs } = services.checklists;
  return ifRunExists(press, async (key) => {
    if (await isOutOfReach(runs, press, key)) {
      await press.acknowledge();
      return press.whisper(onlyInChannelNotice());
    }
    const { refused, run } = await change(key);
    await press.acknowledge();
    await noteMessage(runs, press, run);
    outbox.requestUpdate(key);
    await noteChannel(runs, press, run);
    await refreshPressedView(services, press);
    await replaceOwnMessage(services, press, run);
    if (refused) {
      const isInChannel = !('home' in press.action && press.action.home);
      return press.whisper(refusalNotice(run, refused, { now: press.at, isInChannel }));
    }
    // Pressed once more, because the message still shows the old state.
    if ('item' in press.action && run.undeliverableReason !== undefined)
      await press.whisper(notShownNotice(run.undeliverableReason));
  });
}

/** Whether it was pressed outside the channel, on an item that the person may not change there. */
async function isOutOfReach(runs: Pick<RunStore, 'get'>, { action, by }: RunPress, key: RunKey): Promise<boolean> {
  if (!('item' in action) || !action.home) return false;
  const { items } = partOutside(await runs.get(key), by.id);
  return !items.some(({ id }) => id === action.item);
}

/** The reply to the posting was lost, but its message arrived if somebody pressed it. */
async function noteMessage(runs: Pick<RunStore, 'markPosted'>, { action, body, installation }: RunPress, run: Run) {
  const { is_ephemeral: isPrivate, message_ts: message } = body.container;
  // A list of runs is a message, too, but not theirs.
  if (isPrivate || typeof message !== 'string' || message === run.message || ('home' in action && action.home)) return;
  await runs.markPosted({ installation, run: run.id }, message);
}

/** A press in the channel shows whether everyone may read it, which may change. */
export async function noteChannel(
  runs: Pick<RunStore, 'setPublic'>,
  { body: { channel }, installation }: RunPress,
  run: Run,
): Promise<void> {
  if (channel === undefined || channel.id !== run.channel || isPublicChannel(channel) === run.isPublic) return;
  await runs.setPublic({ installation, run: run.id }, isPublicChannel(channel));
}

/** Opens a dialog about a run. */
export function showRunDialog(
  { checklists, slack }: Pick<Services, 'checklists' | 'slack'>,
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

/** A message to an assignee shows the item as it is after their press. */
async function replaceOwnMessage({ views }: Services, press: RunPress, run: Run): Promise<void> {
  const { action, body, by, installation } = press;
  if (body.view !== undefined || !('item' in action) || !('home' in action) || !action.home) return;
  const urls = await views.messageUrls(installation);
  const url = run.message === undefined ? undefined : urls(run.channel, run.message, run.thread);
  const seen = seenBy(run, by.id, true).run;
  await press.replace(changedItemMessage({ run: seen, item: action.item, url }, views.pageUrl));
}

async function refreshPressedView(services: Services, { body: { view }, by, installation }: RunPress): Promise<void> {
  if (view === undefined) return;
  if (view.type === 'home') return updateHome(services, { installation, user: by.id });
  const state = decodeDialog(view.private_metadata);
  if (state?.dialog !== 'run' && state?.dialog !== 'manage') return;
  const { dialog: kind, home, part, run } = state;
  await refreshItems(services, { kind, view: view.id, key: { installation, run }, person: by.id, home, part });
}

/** Which dialog with all items of a run to bring up to date, and for whom. */
export interface ShownItems {
  /** To tick, or to edit. */
  readonly kind: 'run' | 'manage';
  readonly view: string;
  readonly key: RunKey;
  readonly person: string;
  readonly home?: boolean | undefined;
  readonly part: number;
}

/** Brings the dialog with all items up to date. The person may have closed it. */
export async function refreshItems(
  { checklists, logger, slack, views }: Pick<Services, 'checklists' | 'logger' | 'slack' | 'views'>,
  { kind, view, key, person, home, part }: ShownItems,
): Promise<void> {
  const render = kind === 'run' ? showAllDialog : manageDialog;
  try {
    await slack.viewQueue.update(view, async () => {
      const seen = seenBy(await checklists.runs.get(key), person, home);
      await slack.clientFor(key.installation).views.update({
        view_id: view,
        view: render(seen.run, views.pageUrl, { part, home, viewer: person, isWhole: seen.isWhole }),
      });
    });
  } catch (error) {
    logger[slackErrorCode(error) === 'not_found' ? 'debug' : 'warn']('A dialog could not be brought up to date', {
      error,
    });
  }
}

/** What a person sees of a run where they opened it: all of it, or their own items. */
export function seenBy(run: Run, person: string, home: boolean | undefined): { run: Run; isWhole: boolean } {
  const isWhole = !home || seesWholeOutside(run, person);
  return { run: isWhole ? run : partOutside(run, person), isWhole };
}
