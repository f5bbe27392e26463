import { checkMessage } from '@guidepost/slack-simulator';
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ChecklistsAnswer } from '../../../src/answer/answer.js';
import { type Answers, createAnswers } from '../../../src/answer/answers.js';
import { kindOf, type RunsWanted } from '../../../src/answer/run-list.js';
import type { FindRuns } from '../../../src/answer/sources.js';
import type { Run } from '../../../src/checklist/run.js';
import { placeOf } from '../../../src/checklist/run-store.js';
import type { Guide } from '../../../src/guide/page.js';
import { createSearch } from '../../../src/search/search.js';
import { decodeValue } from '../../../src/slack/block-kit/action-value.js';
import type { Message } from '../../../src/slack/block-kit/blocks.js';
import { createPageUrl } from '../../../src/slack/block-kit/mrkdwn/render-markdown.js';
import { checklistsMessage } from '../../../src/slack/views/run-list.js';
import { guideOf } from '../../builders/guide-of.js';
import { few, runs as tries } from '../../every-case.js';
import { conditions, postedRun } from './a-posted-run.js';
import { overflowing } from './overflowing-guide.js';
import { messageViolations } from './violations.js';

const context = {
  pageUrl: createPageUrl(undefined),
  command: '/guide',
  newId: () => 'x',
  messageUrl: (channel: string, ts: string) => `https://acme.slack.com/archives/${channel}/p${ts}`,
};
const name = `shop-api <2.4> & ${'more '.repeat(20)}`.slice(0, 80);

let guide: Guide;
let sorts: Run[];
beforeAll(async () => {
  guide = await guideOf(overflowing);
  sorts = guide.pages.flatMap((page) =>
    conditions.flatMap((condition) => {
      const run = postedRun(page, condition, name);
      return run ? [run, { ...run, undeliverableReason: 'message_not_found' }] : [];
    }),
  );
});

/** The store's search over these runs. */
function finderOf(runs: readonly Run[]): FindRuns {
  return async ({ before, limit, which }) => {
    const all = runs
      .filter((run) => kindOf(run) === which)
      .toSorted((one, other) => other.postedAt.getTime() - one.postedAt.getTime() || (one.id < other.id ? 1 : -1));
    const from = before === undefined ? 0 : all.findIndex((run) => placeOf(run) === before) + 1;
    return all.slice(from, from + limit);
  };
}

async function list(answers: Answers, wanted: RunsWanted = {}): Promise<ChecklistsAnswer> {
  const answer = await answers.checklists({ installation: 'T1', channel: 'C1' }, wanted);
  if (answer.kind !== 'checklists') throw new Error('There is no guide');
  return answer;
}

type Turn = Extract<NonNullable<ReturnType<typeof decodeValue>>, { do: 'list:open' }>;

function turnOf(message: Message, label: string): Turn | undefined {
  for (const block of message.blocks) {
    if (block.type !== 'actions') continue;
    for (const element of block.elements) {
      if (element.type !== 'button' || element.text.text !== label) continue;
      const value = decodeValue(element.value);
      if (value?.do !== 'list:open') throw new Error(`${label} does something else`);
      return value;
    }
  }
  return undefined;
}

function shownRuns(message: Message): string[] {
  return [...JSON.stringify(message.blocks).matchAll(/show-all\\",\\"run\\":\\"([^\\]+)\\"/g)].map(([, id = '']) => id);
}

describe(`the list of a channel’s checklists${few}`, () => {
  it('shows every run and every checklist of the guide once, part by part within Slack’s limits, and back', async () => {
    const picks = fc.array(fc.nat(), { minLength: 0, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(picks, fc.option(fc.constantFrom('', '<'.repeat(80), 'shop')), async (chosen, text) => {
        const runs = chosen.map((n, index): Run => {
          const run = sorts[n % sorts.length] as Run;
          // Some were posted in the same moment.
          return { ...run, id: `run-${index}`, postedAt: new Date(1_763_640_000_000 + Math.floor(index / 2)) };
        });
        const answers = createAnswers(guide, createSearch(guide), finderOf(runs));
        const read = (turn: Partial<Turn>) => list(answers, { text: text ?? undefined, from: turn.from });
        const seen: string[] = [];
        const parts: Message[] = [];
        let turn: Partial<Turn> | undefined = {};
        while (turn !== undefined) {
          const message: Message = checklistsMessage(await read(turn), context, turn.earlier);
          expect(messageViolations(message)).toEqual([]);
          expect(checkMessage(message)).toBeUndefined();
          expect(JSON.stringify(message)).not.toMatch(/<!(channel|here|everyone)|<@/);
          seen.push(...shownRuns(message));
          parts.push(message);
          turn = turnOf(message, 'Next');
        }
        const wanted = runs.filter((run) => Boolean(text) || kindOf(run) !== 'archived').map(({ id }) => id);
        expect(seen.toSorted()).toEqual(wanted.toSorted());
        const kinds = seen.map((id) => kindOf(runs.find((run) => run.id === id) as Run));
        expect(kinds).toEqual(kinds.toSorted((one, other) => ORDER.indexOf(one) - ORDER.indexOf(other)));
        // Back from the last one, as far as it remembers.
        for (let index = parts.length - 1; index > 0 && index > parts.length - 6; index -= 1) {
          const back =
            turnOf(parts[index] as Message, 'Previous') ?? turnOf(parts[index] as Message, 'Back to the start');
          const before = checklistsMessage(await read(back ?? {}), context, back?.earlier);
          expect(shownRuns(before)).toEqual(shownRuns(parts[index - 1] as Message));
        }
      }),
      tries(60),
    );
  });

  it('says what it is for while there is nothing, and when the runs cannot be read', async () => {
    const empty = await guideOf({ 'a.md': '# A\n\nText.\n' });
    const answers = createAnswers(empty, createSearch(empty), async () => []);
    expect(checklistsMessage(await list(answers), context).text).toContain('There is nothing here yet.');
    expect(checklistsMessage(await list(answers, { archived: true }), context).text).toContain('Nothing is archived');
    const away = createAnswers(guide, createSearch(guide), async () => 'unreadable');
    const message = checklistsMessage(await list(away), context);
    expect(message.text).toContain("can't load this channel's checklists");
    expect(messageViolations(message)).toEqual([]);
  });
});

const ORDER = ['open', 'finished', 'archived'];
