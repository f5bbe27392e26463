import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { guideOf } from '../builders/guide-of.js';
import { launchFiles } from '../builders/launch-files.js';
import { postChecklist } from './post-checklist.js';
import { startWorkspace, type TestWorkspace } from './start-workspace.js';

let workspace: TestWorkspace;
async function start(): Promise<void> {
  workspace = await startWorkspace(await guideOf(launchFiles), { over: 'socket' });
}
function place(person: string) {
  return workspace.slack.workspace.as(person).in('#deployments');
}
function ask() {
  return place('ada').command('/guide launch');
}

describe('over Socket Mode', () => {
  beforeAll(start);
  afterAll(() => workspace.stop());

  it('answers with a card whose buttons work', async () => {
    const card = await ask();
    expect(card.plainText()).toContain('The day.');
    await card.press('Backups?');
    await workspace.slack.until(() => card.plainText().includes('Copies that can be restored.'));
    expect(workspace.slack.requests.map(({ transport }) => transport)).toEqual(['socket', 'socket']);
  });

  it('posts a checklist that people tick off', async () => {
    await postChecklist(workspace.slack);
    const posted = place('ben').lastMessage();
    await posted.press('Done', { nth: 0 });
    await workspace.slack.until(() => posted.plainText().includes('1 of 2'));
  });

  it('opens the search dialog without a message, and suggests pages while somebody types', async () => {
    await place('chika').command('/guide search');
    const chika = workspace.slack.workspace.as('chika');
    await workspace.slack.until(() => chika.hasDialog);
    expect(
      place('chika')
        .messages()
        .filter(({ visibleTo }) => visibleTo !== undefined),
    ).toEqual([]);
    await chika.dialog().suggest('What are you looking for?', 'bac');
    await chika.dialog().choose('What are you looking for?', 'Backups');
    await workspace.slack.until(() => chika.dialog().plainText().includes('Copies that can be restored.'));
  });

  it.each([
    ['an event without its inner event', { type: 'events_api', payload: { type: 'event_callback' } }],
    ['an event whose inner event is null', { type: 'events_api', payload: { type: 'event_callback', event: null } }],
    ['an event without a type', { type: 'events_api', payload: { event: {} } }],
    ['an unknown type', { type: 'of_next_year', payload: { anything: 1 } }],
    ['a type that the client uses itself', { type: 'close', payload: {} }],
    ['no type', { payload: {} }],
    ['no payload', { type: 'interactive' }],
    [
      'an interaction of an unknown kind',
      { type: 'interactive', payload: { type: 'of_next_year', team: { id: 'T1' } } },
    ],
  ])('acknowledges an envelope with %s, and drops it', async (_, envelope) => {
    const text = JSON.stringify({ ...envelope, envelope_id: `odd-${JSON.stringify(envelope)}` });
    expect(await workspace.slack.faults.sendEnvelope(text)).toBe('acknowledged');
    expect((await ask()).plainText()).toContain('The day.');
  });

  it.each(['null', '[]', '"text"', '{}', '{"type":"events_api"}', '{"cut":'])('drops the message %s', async (text) => {
    const before = workspace.log.length;
    expect(await workspace.slack.faults.sendEnvelope(text)).toBe('sent');
    await workspace.slack.until(() => workspace.log.length > before, { what: 'the log line' });
    expect(workspace.log.slice(before).join()).toContain('a message of an unknown kind');
    expect((await ask()).plainText()).toContain('The day.');
  });
});

describe('a Socket Mode connection that ends', () => {
  // An app for each test: when two connections in a row end within 5 s, the app waits before it opens the next one.
  beforeEach(start);
  afterEach(() => workspace.stop());

  it.each(['warning', 'refresh_requested'] as const)(
    'is replaced before it goes, and everything is answered all the while: %s',
    async (how) => {
      const { faults } = workspace.slack;
      const fewest = { sockets: faults.active.sockets };
      const stop = workspace.slack.workspace.subscribe(() => {
        fewest.sockets = Math.min(fewest.sockets, faults.active.sockets);
      });
      // Its answer is on the way when Slack announces the end.
      const before = ask();
      faults.dropSockets(how);
      const answers = [await before, await ask(), await ask()];
      await workspace.slack.until(() => faults.active.sockets > 1, { what: 'the next connection' });
      answers.push(await ask(), await ask());
      for (const { outcome } of answers) expect(outcome).toEqual({ kind: 'ok' });
      // Slack does this 10 s after it said so.
      faults.endDroppedSockets();
      await workspace.slack.until(() => faults.active.sockets === 1, { what: 'the end of the old connection' });
      expect((await ask()).outcome).toEqual({ kind: 'ok' });
      stop();
      expect(fewest.sockets).toBeGreaterThan(0);
    },
  );

  it('is replaced after it broke without a warning', async () => {
    const { faults } = workspace.slack;
    const connections = () => workspace.slack.calls.filter(({ method }) => method === 'apps.connections.open').length;
    const before = connections();
    faults.dropSockets('silently');
    await workspace.slack.until(() => connections() > before && faults.active.sockets > 0, { what: 'a connection' });
    expect((await ask()).plainText()).toContain('The day.');
  });
});
