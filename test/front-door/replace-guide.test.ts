import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { guideOf } from '../builders/guide-of.js';
import { startWorkspace, type TestWorkspace } from './start-workspace.js';

const PAGES = 150;
const NAMES = ['alder', 'birch', 'cedar', 'dogwood', 'elder', 'fir', 'gorse', 'hazel', 'ivy', 'juniper'];
function nameOf(page: number): string {
  return `${NAMES[page % 10]} ${NAMES[Math.floor(page / 10) % 10]}${page}`;
}

/** A guide whose titles, texts and labels all name its revision. */
function guideAt(revision: string) {
  return guideOf(
    Object.fromEntries(
      Array.from({ length: PAGES }, (_, page) => [
        `page-${page}.md`,
        `---
title: ${revision} ${nameOf(page)}
summary: The ${revision} says how to care for it.
choices:
  - {text: "${revision}, next?", to: page-${(page + 1) % PAGES}}
---
Of the ${revision}.

## Watering the ${nameOf(page)} of the ${revision}

The ${revision} waters it ${revision === 'oldest' ? 'daily' : 'weekly'}, wordof${revision}${page}.
`,
      ]),
    ),
  );
}

let workspace: TestWorkspace;
beforeAll(async () => {
  workspace = await startWorkspace(await guideAt('oldest'));
});
afterAll(() => workspace.stop());

describe('a guide that is replaced while people ask', () => {
  it('answers each question from one revision only, and from the new one once it is loaded', async () => {
    const next = await guideAt('newest');
    const seen: string[] = [];
    const wrong: string[] = [];
    const ask = async (question: string): Promise<void> => {
      const card = await workspace.slack.workspace.as('ada').in('#deployments').command(`/guide ${question}`);
      const text = JSON.stringify(card.blocks);
      const revisions = [...new Set(text.match(/oldest|newest/g))];
      seen.push(revisions.join(' and '));
      if (revisions.length !== 1) wrong.push(`${question}: ${revisions.join(' and ')} in ${text}`);
    };
    await ask('how do I water the birch?');
    let isReplaced = false;
    const replacing = sleep(100).then(() => {
      workspace.replaceGuide(next);
      isReplaced = true;
    });
    // Names and misspelled words: the new guide makes its data for both when it is first asked.
    for (let page = 0; !isReplaced; page = (page + 1) % PAGES) {
      await Promise.all([ask(`watering the ${nameOf(page)}`), ask(`watreing the ${nameOf(page)}`)]);
    }
    await replacing;
    const replacedAt = seen.length;
    await Promise.all([ask('watering'), ask('watreing the hzael'), ask(nameOf(7))]);
    expect(wrong).toEqual([]);
    expect(seen[0]).toBe('oldest');
    expect(new Set(seen.slice(replacedAt))).toEqual(new Set(['newest']));
  });

  it('suggests what the new revision has', async () => {
    const ada = workspace.slack.workspace.as('ada');
    workspace.replaceGuide(await guideAt('latest'));
    await ada.shortcut('search');
    await workspace.slack.until(() => ada.hasDialog, { what: 'the dialog' });
    const offered = await ada.dialog().suggest('What are you looking for?', 'watering the alder');
    expect(offered.length).toBeGreaterThan(1);
    expect(offered.slice(0, -1).every(({ text }) => text.includes('of the latest'))).toBe(true);
  });
});
