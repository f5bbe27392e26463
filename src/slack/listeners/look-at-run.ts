import type { ModalView } from '@slack/types';
import type { Run } from '../../checklist/run.js';
import { ItemNotFound, type RunKey } from '../../checklist/run-store.js';
import type { ButtonAction } from '../block-kit/action-value.js';
import type { Services } from '../services.js';
import { showDialog } from '../show-dialog.js';
import { copyDialog, historyDialog, manageDialog } from '../views/checklist-dialogs.js';
import { itemDialog } from '../views/item-dialog.js';
import { whileItIsKept } from './change-run.js';
import type { Press, PressListener } from './listener.js';

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
