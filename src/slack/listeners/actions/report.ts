import type { Answer } from '../../../answer/answer.js';
import type { AskReport } from '../../../asks/report.js';
import type { Message } from '../../block-kit/blocks.js';
import type { Services } from '../../services.js';
import type { RenderContext } from '../../views/context.js';
import { forgottenMessage } from '../../views/forget-me.js';
import { noticeDialog, plainNotice } from '../../views/notices.js';
import { renderAnswer } from '../../views/render-answer.js';
import {
  NO_PAGE,
  noReportMessage,
  PAGE,
  questionLinesDialog,
  reportCsvDialog,
  reportMessage,
  toQuestionsDialog,
  WHICH,
} from '../../views/report.js';
import { showDialog } from '../dialogs.js';
import type { PressListener } from '../press.js';
import type { SubmissionListener } from '../submission.js';

interface Asker {
  readonly installation: string;
  readonly person: string;
}

type Reading = Pick<Services, 'answering' | 'owners'>;

/** How long a report looks back if nobody says. */
const DAYS = 30;
const MAX_DAYS = 366;

/** An answer as a message. The report is read only now: it is not about the guide, and only authors may see it. */
export async function messageFor(
  services: Reading,
  who: Asker,
  answer: Answer,
  context: RenderContext,
): Promise<Message> {
  return answer.kind === 'report' ? reportFor(services, who, DAYS) : renderAnswer(answer, context);
}

async function reportFor(services: Reading, who: Asker, days: number): Promise<Message> {
  const report = await readReport(services, who, days);
  return typeof report === 'string' ? noReportMessage(report) : reportMessage(report, days, services.answering.guide());
}

async function readReport(
  { answering, owners }: Reading,
  who: Asker,
  days: number,
): Promise<AskReport | 'off' | 'not an author'> {
  if (!owners.isAuthor(who)) return 'not an author';
  return answering.report(who.installation, Math.min(days, MAX_DAYS));
}

/** `report:show`: the report, or another time of it. */
export function showReport(services: Reading): PressListener<'report:show'> {
  return async ({ acknowledge, action, by, installation, replace, whisper }) => {
    await acknowledge();
    const message = await reportFor(services, { installation, person: by.id }, action.days);
    await (action.anew ? whisper(message) : replace(message));
  };
}

/** `report:csv`: all of it, to copy. */
export function copyReport(services: Reading & Pick<Services, 'slack'>): PressListener<'report:csv'> {
  return async ({ acknowledge, action, body, by, installation, whisper }) => {
    await acknowledge();
    const report = await readReport(services, { installation, person: by.id }, action.days);
    if (typeof report === 'string') return whisper(noReportMessage(report));
    await showDialog(services.slack.clientFor(installation), body, reportCsvDialog(report));
  };
}

/** `report:add`: pairs a question with a page. */
export function openToQuestions(services: Reading & Pick<Services, 'slack'>): PressListener<'report:add'> {
  return async ({ acknowledge, action, body, by, installation, whisper }) => {
    await acknowledge();
    const report = await readReport(services, { installation, person: by.id }, action.days);
    if (typeof report === 'string') return whisper(noReportMessage(report));
    if (report.unanswered.length + report.chosenOther.length === 0)
      return whisper(plainNotice('There is no question left to add. The report has changed since.'));
    const view = toQuestionsDialog(report, action.days, services.answering.guide());
    await showDialog(services.slack.clientFor(installation), body, view);
  };
}

/** `to-questions`: the lines for the guide's file of questions. */
export function showQuestionLines(services: Reading): SubmissionListener<'to-questions'> {
  return async ({ by, installation, show, state, values }) => {
    const report = await readReport(services, { installation, person: by.id }, state.days);
    if (typeof report === 'string') return show(noticeDialog(noReportMessage(report)));
    const id = values.choice(WHICH);
    const found = [...report.chosenOther, ...report.unanswered].find((each) => each.id === id);
    if (found === undefined)
      return show(noticeDialog(plainNotice('This question is not in the report any more. Open the report again.')));
    await show(questionLinesDialog({ question: found.question, page: values.choice(PAGE) ?? NO_PAGE }));
  };
}

/** `person:forget`: deletes what is remembered of a person. */
export function forgetMe({ handling }: Pick<Services, 'handling'>): PressListener<'person:forget'> {
  return async ({ acknowledge, by, installation, replace }) => {
    const forgotten = await handling.forget({ installation, person: by.id });
    await acknowledge();
    await replace(forgottenMessage(forgotten));
  };
}
