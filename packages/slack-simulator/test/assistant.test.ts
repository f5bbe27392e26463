import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type FakeApp, startFakeApp } from './fake-app.js';

let app: FakeApp;
beforeEach(async () => {
  app = await startFakeApp({ scopes: ['chat:write', 'assistant:write'] });
});
afterEach(() => app.stop());

const one = { title: 'Roll back', message: 'How do I roll back?' };
const set = (args: Record<string, unknown>) =>
  app.api('assistant.threads.setSuggestedPrompts', { channel_id: 'D0DIRECT01', prompts: [one], ...args });
const prompts = () => app.slack.workspace.as('ada').in('@guidepost').prompts;

it('keeps up to four prompts for a conversation', async () => {
  expect(await set({ title: 'Try' })).toMatchObject({ ok: true });
  expect(prompts()).toEqual([one]);
  expect(await set({ prompts: Array(5).fill(one) })).toMatchObject({ error: 'invalid_arguments' });
  expect(await set({ prompts: [{ title: 'Roll back' }] })).toMatchObject({ error: 'invalid_arguments' });
  expect(await set({ channel_id: 'D0NOBODY' })).toMatchObject({ error: 'channel_not_found' });
  expect(prompts()).toEqual([one]);
});

it('does nothing with a thread, as for every app with the agent view', async () => {
  expect(await set({ thread_ts: '1.2' })).toMatchObject({ ok: true });
  expect(prompts()).toEqual([]);
});

it('needs its scope', async () => {
  app.slack.workspace.grantScopes(['chat:write']);
  expect(await set({})).toMatchObject({ error: 'missing_scope', needed: 'assistant:write' });
});
