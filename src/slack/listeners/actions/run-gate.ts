import { whyNotBypassed } from '../../../checklist/bypass.js';
import { seesWholeOutside } from '../../../checklist/run.js';
import type { Services } from '../../services.js';
import { bypassDialog, chosenPhase, PHASE_FIELD } from '../../views/bypass.js';
import { noticeDialog, onlyInChannelNotice } from '../../views/notices.js';
import { refusalNotice } from '../../views/refusals.js';
import type { PressListener } from '../press.js';
import { changeRun, showRunDialog } from '../run-press.js';
import type { SubmissionListener } from '../submission.js';
import { saveRun } from './run-changes.js';

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
