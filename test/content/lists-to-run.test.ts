import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readGuide } from '../../src/guide/load.js';
import { packageFile } from '../../src/package-file.js';
import { postingOver } from '../front-door/post-checklist.js';
import { startWorkspace, type TestWorkspace } from '../front-door/start-workspace.js';

let workspace: TestWorkspace;
const place = () => workspace.slack.workspace.as('ada').in('#deployments');

beforeAll(async () => {
  const { guide } = await readGuide({ folder: packageFile('content') });
  if (guide === undefined) throw new Error('The guide that ships cannot be read');
  workspace = await startWorkspace(guide);
});
afterAll(() => workspace.stop());

/** What a team types, the list that it means, and its first item. */
const LISTS = [
  ['release: shop 2.4', 'Release runbook', 'Read the changes and the migrations'],
  ['roll back now: shop 2.4', 'Roll back now runbook', 'Say "rolling back", and who leads'],
  ['incident', 'Incident runbook: the first 30 minutes', 'Open a channel and pin what is known'],
  ['on-call handover', 'On-call handover checklist', 'Name what is open'],
  ['leaked secret', 'Leaked secret runbook', 'Revoke the secret at its provider'],
  ['certificate expired', 'Expired certificate runbook', 'Look at the certificate that is served'],
  ['dependency upgrade', 'Dependency upgrade runbook', 'Read the notes from your version to the new one'],
  ['major upgrade what=PostgreSQL from=15 to=18', 'Major upgrade runbook', 'Read the notes from PostgreSQL 15 to 18'],
  ['database migration', 'Database migration runbook', 'Confirm that the running version works with the new schema'],
  ['region outage drill', 'Region outage runbook', 'Agree on what may be lost, and how long it may take'],
  ['service readiness review', 'Service readiness review checklist', 'Name an owner, a channel and who is on call'],
  ['go-live', 'Go-live runbook', 'Accept what the readiness checklist left open'],
  ['retire a service', 'Retire a service runbook', 'Name an owner and the last day'],
  ['colleague leaves', 'Colleague leaves checklist', 'Disable the account at the identity provider'],
  ['traffic peak', 'Traffic peak checklist', 'Agree on the number to prepare for'],
] as const;

describe('the lists to run of the guide that ships', () => {
  it.each(LISTS)('"/guide checklist %s" posts the %s', async (words, list, first) => {
    const preview = await place().command(`/guide checklist ${words}`);
    await preview.press('Post to this channel');
    await postingOver(workspace.slack, preview);
    const posted = place().lastMessage().plainText();
    expect(posted).toContain(list);
    expect(posted).toContain(first);
  });
});
