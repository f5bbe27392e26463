import type { KnownBlock } from '@slack/types';
import { progressOf } from '../../checklist/progress.js';
import type { Run, RunItem } from '../../checklist/run.js';
import { section } from '../block-kit/blocks.js';
import { bold, cutPlain, escapeMrkdwn, link } from '../block-kit/mrkdwn/escape.js';
import { toolButton } from '../block-kit/tool-buttons.js';
import { progressBar, progressWords, runTitle, when } from './format.js';
import { ITEM, type SlackbotContext, withinLimits } from './slackbot-parts.js';

const RUNS = 10;
const NAME = 40;

/** Runs, as `list_runs` answers them, and after a change. */
export function slackbotRuns(
  runs: readonly { readonly run: Run; readonly url: string | undefined }[],
  { canCall }: SlackbotContext,
): KnownBlock[] {
  return withinLimits(
    runs.slice(0, RUNS).map(({ run, url }) => {
      const progress = progressOf(run);
      const next = run.items.find(isTickable);
      const text = [
        url === undefined ? bold(runTitle(run)) : `*${link(runTitle(run), url)}*`,
        `${progressBar(progress)} ${progressWords(progress)}`,
        `Started by ${escapeMrkdwn(cutPlain(run.postedBy.name, NAME))} on ${when(run.postedAt)}`,
        ...(next === undefined ? [] : [`Next: ${escapeMrkdwn(cutPlain(next.title, ITEM))}`]),
      ].join('\n');
      const tick =
        next && canCall('settle_item')
          ? toolButton(
              'Done',
              { tool: 'settle_item', args: { run: run.id, item: next.id, state: 'done' } },
              `Done: ${next.title}`,
            )
          : undefined;
      return section(text, tick);
    }),
  );
}

/** Open, and nothing more is needed to tick it than to say so. */
function isTickable({ doesNotApply, rules, state }: RunItem): boolean {
  const { evidence, role, signOff } = rules;
  return state.kind === 'open' && doesNotApply === undefined && !evidence && !role && !signOff;
}
