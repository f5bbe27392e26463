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

  it('has one line for each request: who asked, which answer they got, and how long it took', async () => {
    const line = await lastOf(() => place('ada').command('/guide launch'));
    expect(line).toMatchObject({ level: 'info', message: 'Answered', kind: 'command', answer: 'page' });
    expect(line.workspace).toMatch(/^T[A-Z0-9]+$/);
    expect(line.request).toMatch(/^[0-9A-F]{8}$/);
    expect(line.ms).toEqual(expect.any(Number));
    expect(line.ackMs).toEqual(expect.any(Number));
    expect(requests()).toHaveLength(1);
  });

  it('says what was pressed, and with what result', async () => {
    const card = await place('ada').command('/guide launch');
    const line = await lastOf(() => card.press('Backups?'));
    expect(line).toMatchObject({ kind: 'press', action: 'page:open', answer: 'page' });
  });

  it('records a tick like any other press', async () => {
    const preview = await place('ada').command('/guide checklist launch');
    await preview.press('Post to this channel');
    await workspace.slack.settled();
    const line = await lastOf(() => place('ben').lastMessage().press('Done', { nth: 0 }));
    expect(line).toMatchObject({ kind: 'press', action: 'item:set' });
  });

  it('records that nothing was found', async () => {
    expect(await lastOf(() => place('ada').command('/guide zebra crossing'))).toMatchObject({
      answer: 'nothing-found',
    });
  });

  it('never contains a question or a secret', async () => {
    const question = 'launch zebrafish quagmire xoxb-planted-by-a-person';
    await lastOf(() => place('ada').command(`/guide ${question}`));
    const log = workspace.log.join('\n');
    expect(log).not.toMatch(/zebrafish|quagmire|planted-by-a-person/);
    expect(log).not.toContain(workspace.signingSecret);
    expect(log).not.toContain('xoxb-test');
  });

  it('uses the request id as the reference of a failure', async () => {
    const card = await place('ada').command('/guide launch');
    workspace.slack.faults.next('views.open', { error: 'internal_error' });
    const press = await card.press('Read the page');
    await workspace.slack.until(() => press.messages().length > 0, { what: 'the message to the asker' });
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

describe('the log at level debug', () => {
  beforeAll(async () => {
    await workspace.stop();
    workspace = await startWorkspace(await guide(), { logLevel: 'debug' });
  });

  it('contains the question, but still no secret', async () => {
    const line = await lastOf(() => place('ada').command('/guide launch xoxb-planted-by-a-person'));
    const asked = lines().find(({ message }) => message === 'Asked');
    expect(asked).toMatchObject({ request: line.request, level: 'debug', text: 'launch [secret]' });
    const log = workspace.log.join('\n');
    expect(log).not.toContain('planted-by-a-person');
    expect(log).not.toContain('xoxb-test');
  });
});
