import type { ModalView } from '@slack/types';
import { ItemNotFound } from '../../checklist/errors.js';
import type { Run } from '../../checklist/run.js';
import type { RunKey } from '../../checklist/run-store.js';
import type { ButtonAction } from '../button-action.js';
import { copyDialog } from '../messages/copy-dialog.js';
import { historyDialog } from '../messages/history-dialog.js';
import { itemDialog } from '../messages/item-dialog.js';
import { manageDialog } from '../messages/manage-dialog.js';
import type { Services } from '../services.js';
import { showDialog } from '../show-dialog.js';
import { whileItIsKept } from './change-run.js';
import type { Press, PressListener } from './listener.js';

/** All items of a run, in a dialog. */
export function manage(services: Services): PressListener<'manage'> {
  return (press) => look(services, press, (run) => manageDialog(run, services.pageUrl, press.action));
}

/** One item, to change. */
export function editItem(services: Services): PressListener<'edit-item'> {
  return (press) =>
    look(services, press, (run) => {
      const item = run.items.find(({ id }) => id === press.action.item);
      if (item === undefined) throw new ItemNotFound(run.id, press.action.item);
      return itemDialog(run, item, services.pageUrl, press.action.home);
    });
}

/** Who did what and when. */
export function history(services: Services): PressListener<'history'> {
  return (press) =>
    look(services, press, async (run, key) => historyDialog(run, await services.runs.history(key), press.action.part));
}

/** The run as text. */
export function copy(services: Services): PressListener<'copy'> {
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
