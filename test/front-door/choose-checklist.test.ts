import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { guideOf } from '../builders/guide-of.js';
import { operationsFiles } from '../builders/operations-files.js';
import { postingOver } from './post-checklist.js';
import { startWorkspace, type TestWorkspace } from './start-workspace.js';

let workspace: TestWorkspace;
const place = (person = 'ada') => workspace.slack.workspace.as(person).in('#deployments');

beforeAll(async () => {
  workspace = await startWorkspace(await guideOf(operationsFiles));
});
afterAll(() => workspace.stop());

describe('/guide checklist', () => {
  it('previews and posts the one that is meant, of several on a page', async () => {
    const preview = await place().command('/guide checklist weekly review: week 48');
    expect(preview.plainText()).toContain('Close stale alerts');
    expect(preview.plainText()).not.toContain('Read the alerts of the night');
    await preview.press('Post to this channel');
    await postingOver(workspace.slack, preview);
    const posted = place().lastMessage().plainText();
    expect(posted).toContain('Weekly review checklist – On call – week 48');
    expect(posted).toContain('Close stale alerts');
  });

  it('asks back where several are meant, and posts the one that is opened, with the name of the run', async () => {
    const reply = await place().command('/guide checklist kafka: broker 3');
    expect(reply.plainText()).toContain('Which checklist?');
    expect(reply.buttons()).toEqual(['Open', 'Open', 'All checklists']);
    await reply.press('Open', { nth: 1 });
    await workspace.slack.until(() => reply.plainText().includes('Copy the topic'), { what: 'the preview' });
    await reply.press('Post to this channel');
    await postingOver(workspace.slack, reply);
    expect(place().lastMessage().plainText()).toContain('Topic migration checklist – Kafka – broker 3');
  });

  it('finds the runbook to run, and none of another team', async () => {
    expect((await place().command('/guide runbook outage')).plainText()).toContain('Name an incident lead');
    expect((await place().command('/guide checklist release')).plainText()).toContain('Freeze the main branch');
    const foreign = (await place().command('/guide checklist wedding')).plainText();
    expect(foreign).toContain('The guide has no page that answers that');
    expect(foreign).not.toMatch(/runbook|checklist/i);
  });

  it('opens each list of a card', async () => {
    const card = await place().command('/guide on call');
    expect(card.buttons()).toContain('Weekly review checklist (2 items)');
    await card.press('Weekly review checklist (2 items)');
    await workspace.slack.until(() => card.plainText().includes('Close stale alerts'), { what: 'the preview' });
  });
});
