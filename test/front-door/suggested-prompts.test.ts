import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { guideOf } from '../builders/guide-of.js';
import { startWorkspace, type TestWorkspace } from './start-workspace.js';

const files = {
  'rollback.md': '# Release and rollback\n\nShip small.\n\n## How do I roll back?\n\nShip the last image again.\n',
  'servers.md': '# Servers\n\n## Why does a process restart?\n\nA process manager restarts it.\n',
};

let workspace: TestWorkspace;
const here = (name: string) => workspace.slack.workspace.as(name).in('@guidepost');

beforeAll(async () => {
  workspace = await startWorkspace(await guideOf(files), { features: ['agent-view'] });
});
afterEach(() => {
  workspace.slack.faults.off();
  workspace.slack.clearJournal();
});
afterAll(() => workspace.stop());

async function openMessages(name: string): Promise<void> {
  await workspace.slack.workspace.as(name).openHome('messages');
  await workspace.slack.settled();
}

describe('With the agent view, the conversation opens', () => {
  it('with questions of this guide, which it answers, and no message', async () => {
    await openMessages('ada');
    const { prompts } = here('ada');
    expect(prompts.map(({ title }) => title)).toEqual([
      'How do I roll back?',
      'Why does a process restart?',
      'All topics',
    ]);
    expect(here('ada').messages()).toEqual([]);
    for (const [index, words] of ['Release and rollback', 'A process manager restarts it', 'Servers'].entries()) {
      here('ada').say(prompts[index]?.message ?? '');
      await workspace.slack.settled();
      expect(here('ada').lastMessage().plainText()).toContain(words);
    }
  });

  it('with the questions of the guide as it is now', async () => {
    workspace.replaceGuide(await guideOf({ 'logs.md': '# Logs\n\n## Where do logs go?\n\nTo standard output.\n' }));
    await openMessages('ben');
    expect(here('ben').prompts[0]?.title).toBe('Where do logs go?');
    workspace.replaceGuide(await guideOf(files));
  });

  it('with a message and buttons where the scope was not granted, and the log says so', async () => {
    workspace.slack.faults.next('assistant.threads.setSuggestedPrompts', { error: 'missing_scope' });
    await openMessages('chika');
    expect(here('chika').lastMessage().buttons()).toContain('How do I roll back?');
    const line = workspace.log.map((each) => JSON.parse(each)).find(({ code }) => code === 'missing_scope');
    expect(line).toMatchObject({ level: 'warn', message: expect.stringContaining('assistant:write') });
  });
});

describe('Without the agent view, the conversation opens', () => {
  it('with the message and its buttons', async () => {
    const without = await startWorkspace(await guideOf(files));
    try {
      await without.slack.workspace.as('ada').openHome('messages');
      await without.slack.settled();
      const place = without.slack.workspace.as('ada').in('@guidepost');
      expect(place.prompts).toEqual([]);
      expect(place.lastMessage().buttons()).toContain('How do I roll back?');
      expect(without.slack.calls.filter(({ method }) => method.startsWith('assistant.'))).toEqual([]);
    } finally {
      await without.stop();
    }
  });
});
