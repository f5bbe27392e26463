import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { guideOf } from '../builders/guide-of.js';
import { launchFiles } from '../builders/launch-files.js';
import { startWorkspace, type TestWorkspace } from './start-workspace.js';

function guide() {
  return guideOf(launchFiles);
}

type Line = Record<string, unknown>;
let workspace: TestWorkspace;
afterEach(() => workspace.slack.settled());
afterAll(() => workspace.stop());
function lines(): Line[] {
  return workspace.log.map((line) => JSON.parse(line) as Line);
}
function requests(): Line[] {
  return lines().filter(({ request, message }) => request !== undefined && message !== 'Asked');
}
function place(person: string) {
  return workspace.slack.workspace.as(person).in('#deployments');
}
async function lastOf(work: () => Promise<unknown>): Promise<Line> {
  const before = requests().length;
  await work();
  await workspace.slack.until(() => requests().length > before, { what: 'the line of the request' });
  return requests().at(-1) ?? {};
}

describe('the log of requests', () => {
  beforeAll(async () => {
    workspace = await startWorkspace(await guide());
  });

  it('has one line for each: who was answered with what, and how long it took', async () => {
    const line = await lastOf(() => place('ada').command('/guide launch'));
    expect(line).toMatchObject({ level: 'info', message: 'Answered', kind: 'command', answer: 'page' });
    expect(line.workspace).toMatch(/^T[A-Z0-9]+$/);
    expect(line.request).toMatch(/^[0-9A-F]{8}$/);
    expect(line.ms).toEqual(expect.any(Number));
    expect(line.ackMs).toEqual(expect.any(Number));
    expect(requests()).toHaveLength(1);
  });

  it('tells what was pressed, and what came of it', async () => {
    const card = await place('ada').command('/guide launch');
    const line = await lastOf(() => card.press('Backups?'));
    expect(line).toMatchObject({ kind: 'press', action: 'page:open', answer: 'page' });
  });

  it('tells of a tick as of any other press', async () => {
    const preview = await place('ada').command('/guide checklist launch');
    await preview.press('Post to this channel');
    await workspace.slack.settled();
    const line = await lastOf(() => place('ben').lastMessage().press('Done', { nth: 0 }));
    expect(line).toMatchObject({ kind: 'press', action: 'item:set' });
  });

  it('tells that nothing was found', async () => {
    expect(await lastOf(() => place('ada').command('/guide zebra crossing'))).toMatchObject({
      answer: 'nothing-found',
    });
  });

  it('has no line with what a person asked, and none with a secret', async () => {
    const question = 'launch zebrafish quagmire xoxb-planted-by-a-person';
    await lastOf(() => place('ada').command(`/guide ${question}`));
    const log = workspace.log.join('\n');
    expect(log).not.toMatch(/zebrafish|quagmire|planted-by-a-person/);
    expect(log).not.toContain(workspace.signingSecret);
    expect(log).not.toContain('xoxb-test');
  });

  it('gives a failure the number of its request as its reference', async () => {
    const card = await place('ada').command('/guide launch');
    workspace.slack.faults.next('views.open', { error: 'internal_error' });
    const press = await card.press('Read the page');
    await workspace.slack.until(() => press.messages().length > 0, { what: 'the word to the asker' });
    const reference = /reference ([0-9A-F]{8})/.exec(press.messages()[0]?.plainText() ?? '')?.[1];
    expect(requests().at(-1)).toMatchObject({
      level: 'error',
      request: reference,
      reference,
      kind: 'press',
      action: 'page:read',
      error: { message: expect.stringContaining('internal_error') },
    });
  });
});

describe('the log of someone who looks for a fault', () => {
  beforeAll(async () => {
    await workspace.stop();
    workspace = await startWorkspace(await guide(), { logLevel: 'debug' });
  });

  it('has the question, and still no secret', async () => {
    const line = await lastOf(() => place('ada').command('/guide launch xoxb-planted-by-a-person'));
    const asked = lines().find(({ message }) => message === 'Asked');
    expect(asked).toMatchObject({ request: line.request, level: 'debug', text: 'launch [secret]' });
    const log = workspace.log.join('\n');
    expect(log).not.toContain('planted-by-a-person');
    expect(log).not.toContain('xoxb-test');
  });
});
