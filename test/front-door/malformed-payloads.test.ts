import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { malformedRequest } from '../../bench/attack/payloads.js';
import { createRandom } from '../../bench/measure.js';
import { openConnection, SECRET } from '../../bench/speed/load.js';
import { guideOf } from '../builders/guide-of.js';
import { launchFiles } from '../builders/launch-files.js';
import { startWorkspace, type TestWorkspace } from './start-workspace.js';

let workspace: TestWorkspace;
const guide = await guideOf(launchFiles);
afterEach(() => workspace.stop());

describe('payloads with a right signature and a wrong content', () => {
  beforeEach(async () => {
    workspace = await startWorkspace(guide, { signingSecret: SECRET });
  });

  it('are refused or answered, never with an error that nobody thought of, and logged in one line', async () => {
    const random = createRandom(1);
    const port = Number(new URL(workspace.eventsUrl()).port);
    const statuses = new Set<number>();
    for (let number = 0; number < 400; number += 1) {
      const connection = await openConnection(port);
      const { status } = await connection.ask(malformedRequest(random, `${workspace.slack.url}/reply`));
      connection.close();
      statuses.add(status);
    }
    expect([...statuses].sort()).toEqual([200, 400]);
    expect(workspace.log.filter((line) => line.includes('could not be answered'))).toEqual([]);
    expect(workspace.log.filter((line) => line.includes('A request was refused'))).toHaveLength(1);
    const answer = await workspace.slack.workspace.as('ada').in('#deployments').command('/guide launch');
    expect(answer.plainText()).toContain('The day.');
  });
});

describe('over Socket Mode', () => {
  beforeEach(async () => {
    workspace = await startWorkspace(guide, { over: 'socket' });
  });

  it('an endless id is acknowledged, dropped, and logged', async () => {
    const payload = { type: 'shortcut', callback_id: 'search', team: { id: 'T1' }, user: { id: 'U'.repeat(50_000) } };
    const text = JSON.stringify({ type: 'interactive', envelope_id: 'endless', payload });
    expect(await workspace.slack.faults.sendEnvelope(text)).toBe('acknowledged');
    expect(
      workspace.log.filter((line) => line.includes('its field \\"user.id\\" is not what Slack sends')),
    ).toHaveLength(1);
    // Nothing was asked of Slack for that person.
    expect(workspace.slack.calls.filter(({ method }) => method === 'views.open')).toEqual([]);
  });
});
