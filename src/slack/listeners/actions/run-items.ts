import type { Outcome } from '../../../checklist/change-item.js';
import { ItemNotFound, RunNotFound } from '../../../checklist/errors.js';
import type { RunItem } from '../../../checklist/run.js';
import { isMoment } from '../../../checklist/run.js';
import type { Services } from '../../services.js';
import { itemDialog } from '../../views/item-dialog.js';
import { noticeDialog, onlyInChannelNotice, runGoneNotice } from '../../views/notices.js';
import { refusalText } from '../../views/refusals.js';
import { EVIDENCE, evidenceDialog } from '../../views/run-dialogs.js';
import { updateHome } from '../events.js';
import type { PressListener } from '../press.js';
import { changeRun, type RunPress, refreshItems, seenBy, showRunDialog } from '../run-press.js';
import type { SubmissionListener } from '../submission.js';

/** `item:set`: Done or Reopen. */
export function setItem(services: Services): PressListener<'item:set'> {
  return (press) => settle(services, press, press.action.done ? { kind: 'done' } : { kind: 'open' });
}

/** `item:approve`: a sign-off, or taking it back. */
export function approveItem(services: Services): PressListener<'item:approve'> {
  return (press) => settle(services, press, { kind: press.action.withdraw ? 'unapproved' : 'approved' });
}

type ItemPress = RunPress & { readonly action: { readonly item: string } };

function settle(services: Services, press: ItemPress, outcome: Outcome): Promise<void> {
  return changeRun(services, press, (key) =>
    services.checklists.runs.setItem({
      ...key,
      item: press.action.item,
      outcome,
      by: press.by,
      at: press.at,
      ...(press.sequence !== undefined && { sequence: press.sequence }),
    }),
  );
}

type DialogServices = Pick<Services, 'checklists' | 'slack' | 'views'>;

/** `item:evidence`: asks for what an item needs before it is done. */
export function askEvidence(services: DialogServices): PressListener<'item:evidence'> {
  return (press) =>
    showRunDialog(services, press, (run) => {
      const { home, item: asked, part } = press.action;
      const item = seenBy(run, press.by.id, home).run.items.find(({ id }) => id === asked);
      if (item === undefined) return missingItem(run.items, asked, run.id);
      return evidenceDialog(run, item, services.views.pageUrl, {
        ...(part !== undefined && { part }),
        ...(home && { home }),
      });
    });
}

/** `item:edit`: the dialog to change one item. */
export function editItem(services: DialogServices): PressListener<'item:edit'> {
  return (press) =>
    showRunDialog(services, press, async (run) => {
      const { home, item: asked } = press.action;
      const seen = seenBy(run, press.by.id, home);
      const item = seen.run.items.find(({ id }) => id === asked);
      if (item === undefined) return missingItem(run.items, asked, run.id);
      // Only a time of day needs the zone, which may have to be asked for.
      const who = { installation: press.installation, person: press.by.id };
      const zone = isMoment(item.due ?? '') ? await services.checklists.people.zoneOf(who) : undefined;
      return itemDialog(seen.run, item, services.views.pageUrl, { home, zone });
    });
}

/** @throws ItemNotFound if the run has no such item at all */
function missingItem(items: readonly RunItem[], asked: string, run: string) {
  if (!items.some(({ id }) => id === asked)) throw new ItemNotFound(run, asked);
  return noticeDialog(onlyInChannelNotice());
}

/** `evidence`: an item is done, or approved, with what it asked for. */
export function giveEvidence(services: Services): SubmissionListener<'evidence'> {
  const { checklists } = services;
  return async ({ at, body, by, close, context, installation, refuse, show, state, values }) => {
    const key = { installation, run: state.run };
    try {
      const run = await checklists.runs.get(key);
      const item = seenBy(run, by.id, state.home).run.items.find(({ id }) => id === state.item);
      if (item === undefined) return show(missingItem(run.items, state.item, run.id));
      const kind = item.rules.signOff === undefined ? 'done' : 'approved';
      const outcome = { kind, evidence: values.text(EVIDENCE) } as const;
      const { refused } = await checklists.runs.setItem({ ...key, item: state.item, outcome, by, at });
      if (refused) return refuse({ [EVIDENCE]: refusalText(refused, at) });
      await close();
      checklists.outbox.requestUpdate(key);
      const below = body.view.previous_view_id;
      if (state.part !== undefined && below)
        await refreshItems(services, {
          kind: 'run',
          view: below,
          key,
          person: by.id,
          home: state.home,
          part: state.part,
        });
      else if (state.home) await updateHome(services, { installation, user: by.id });
    } catch (error) {
      if (!(error instanceof RunNotFound || error instanceof ItemNotFound)) throw error;
      await show(noticeDialog(runGoneNotice(context)));
    }
  };
}
