import { RunNotFound } from '../../../checklist/errors.js';
import { seesWholeOutside } from '../../../checklist/run.js';
import type { ItemChanged, RunKey } from '../../../checklist/run-store.js';
import type { DialogState } from '../../block-kit/dialog-state.js';
import type { Services } from '../../services.js';
import { noticeDialog, onlyInChannelNotice, roleTakenNotice, runGoneNotice } from '../../views/notices.js';
import { refusalText } from '../../views/refusals.js';
import { addItemDialog, roleField, rolesDialog } from '../../views/run-dialogs.js';
import type { PressListener } from '../press.js';
import { changeRun, refreshItems, showRunDialog } from '../run-press.js';
import { nameOf, type Submission, type SubmissionListener } from '../submission.js';

type DialogServices = Pick<Services, 'checklists' | 'slack' | 'views'>;

/** `run:add`: asks what has to be done that is not in the guide. */
export function openAddItem(services: DialogServices): PressListener<'run:add'> {
  return (press) =>
    showRunDialog(services, press, (run) => {
      const { home } = press.action;
      if (home && !seesWholeOutside(run, press.by.id)) return noticeDialog(onlyInChannelNotice());
      return addItemDialog(run, `added-${services.views.newId()}`, { home });
    });
}

/** `run:roles`: asks who has which role. */
export function openRoles(services: DialogServices): PressListener<'run:roles'> {
  return (press) =>
    showRunDialog(services, press, (run) => {
      const { home } = press.action;
      if (home && !seesWholeOutside(run, press.by.id)) return noticeDialog(onlyInChannelNotice());
      return rolesDialog(run, { home });
    });
}

/** `run:take`: the presser takes a role that an item needed. */
export function takeRole(services: Services): PressListener<'run:take'> {
  return async (press) => {
    const { at, by, sequence } = press;
    const { role } = press.action;
    let isTaken = false;
    await changeRun(services, press, async (key) => {
      const changed = await services.checklists.runs.setRole({
        ...{ ...key, role, to: by, by, at },
        ...(sequence !== undefined && { sequence }),
      });
      isTaken = changed.refused === undefined;
      return changed;
    });
    if (isTaken) await press.replace(roleTakenNotice(role));
  };
}

/** `add-item`: adds the item to the run. */
export function addItem(services: Services): SubmissionListener<'add-item'> {
  const { runs } = services.checklists;
  return (submission) =>
    saveRun(services, submission, 'title', async (key) => {
      const { at, by, state, values } = submission;
      const phase = values.choice('phase');
      return runs.addItem({
        ...{ ...key, id: state.item, title: values.text('title'), by, at },
        ...(phase !== undefined && { phase }),
      });
    });
}

/** `roles`: hands over the roles that the person changed in the dialog, and no others. */
export function saveRoles(services: Services): SubmissionListener<'roles'> {
  const { runs } = services.checklists;
  return (submission) =>
    saveRun(services, submission, 'note', async (key) => {
      const { at, by, state, values } = submission;
      const note = values.text('note');
      let changed: ItemChanged = { run: await runs.get(key) };
      for (const [index, [role, before]] of state.seen.entries()) {
        const chosen = values.choice(roleField(index));
        if ((chosen ?? '') === before) continue;
        const to = chosen === undefined ? undefined : await nameOf(services, submission, chosen);
        changed = await runs.setRole({ ...key, role, to, by, at, ...(note !== '' && { note }) });
        if (changed.refused) break;
      }
      return changed;
    });
}

type RunSubmission = Submission<Extract<DialogState, { dialog: 'add-item' | 'bypass' | 'roles' }>>;

/** Saves a change of a run, closes the dialog, and brings up to date what shows the run. @param field where a refusal is shown */
export async function saveRun(
  services: Services,
  submission: RunSubmission,
  field: string,
  change: (key: RunKey) => Promise<ItemChanged>,
): Promise<void> {
  const { at, body, by, close, context, installation, refuse, show, state } = submission;
  const { outbox, runs } = services.checklists;
  const key = { installation, run: state.run };
  try {
    if (state.home && !seesWholeOutside(await runs.get(key), by.id)) return show(noticeDialog(onlyInChannelNotice()));
    const { refused } = await change(key);
    if (refused) return refuse({ [field]: refusalText(refused, at) });
    await close();
    outbox.requestUpdate(key);
    const below = body.view.previous_view_id;
    if (below)
      await refreshItems(services, { kind: 'manage', view: below, key, person: by.id, home: state.home, part: 0 });
  } catch (error) {
    if (!(error instanceof RunNotFound)) throw error;
    await show(noticeDialog(runGoneNotice(context)));
  }
}
