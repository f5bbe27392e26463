import { type Fault, type SimulatedSlack, startSimulatedSlack } from '@guidepost/slack-simulator';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Run } from '../../../src/checklist/run.js';
import type { Publisher } from '../../../src/outbox/send.js';
import type { Notification } from '../../../src/outbox/store.js';
import { noMessageUrl } from '../../../src/slack/addresses.js';
import { createSlackLogger, createWebClient } from '../../../src/slack/api/client.js';
import { createSlackPublisher } from '../../../src/slack/api/publisher.js';
import { createLogger } from '../../../src/telemetry/logger.js';
import { guideOf } from '../../builders/guide-of.js';
import { launchFiles } from '../../builders/launch-files.js';
import { postedRun } from '../views/a-posted-run.js';

const CHANNEL = 'C0DEPLOY02';
const posting: Notification = { id: 'the-posting', content: { kind: 'posting' } };

let slack: SimulatedSlack;
let publisher: Publisher;
let run: Run;
const log: string[] = [];
beforeAll(async () => {
  const guide = await guideOf(launchFiles);
  const scopes = ['chat:write', 'channels:history'];
  slack = await startSimulatedSlack({ signingSecret: 's', botToken: 'xoxb-right', scopes });
  const logger = createSlackLogger(createLogger({ level: 'debug', json: true, write: (line) => log.push(line) }));
  const client = createWebClient({ token: 'xoxb-right', apiUrl: slack.apiUrl, logger });
  publisher = createSlackPublisher({
    clientFor: () => client,
    context: () => ({ pageUrl: () => undefined, guide, now: new Date() }),
    messageUrls: async () => noMessageUrl,
  });
  const page = guide.pages.find(({ checklists }) => checklists.length > 0);
  const fresh = page && postedRun(page, 'fresh');
  if (!fresh) throw new Error('The guide has no checklist');
  run = { ...fresh, channel: CHANNEL, postedAt: new Date() };
  const sent = await publisher.send(posting, run);
  if (sent.kind !== 'sent') throw new Error('Not posted');
  run = { ...run, message: sent.message };
});
afterEach(() => slack.faults.off());
afterAll(() => slack.stop());

function update(fault: Fault) {
  slack.faults.next('chat.update', fault);
  return publisher.update(run);
}
function send(fault: Fault, id = 'another') {
  slack.faults.next('chat.postMessage', fault);
  return publisher.send({ ...posting, id }, run);
}

describe('a reply that Slack did not write', () => {
  it.each(['html', 'cut', 'empty'] as const)('leaves it open whether a message arrived: %s', async (garbleReply) => {
    const [id, lost] = [`sent-${garbleReply}`, `lost-${garbleReply}`];
    expect(await send({ garbleReply }, id)).toMatchObject({ kind: 'uncertain' });
    expect(await publisher.find({ ...posting, id }, run)).toMatchObject({ kind: 'found' });
    expect(await send({ garbleReply, undone: true }, lost)).toMatchObject({ kind: 'uncertain' });
    expect(await publisher.find({ ...posting, id: lost }, run)).toEqual({ kind: 'absent' });
  });

  it.each<Fault>([
    { garbleReply: 'html' },
    { garbleReply: 'cut' },
    { garbleReply: 'empty' },
    { status: 500 },
    { loseReply: true },
  ])('leaves it open whether an update arrived: %j', async (fault) => {
    expect(await update(fault)).toMatchObject({ kind: 'retry', uncertain: true });
  });

  it('makes a search be repeated, as any failure on Slack’s side does', async () => {
    for (const fault of [{ garbleReply: 'html' }, { error: 'internal_error' }, { status: 503 }] as const) {
      slack.faults.next('conversations.history', fault);
      expect(await publisher.find(posting, run)).toMatchObject({ kind: 'retry' });
    }
  });

  it('is not quoted in the log', () => {
    expect(log.join('\n')).not.toContain('Server Error');
  });
});

describe('a rate limit', () => {
  it.each([
    [7, 7_000],
    [0, 1_000],
    [-30, 1_000],
    ['0.2', 1_000],
    [90_000, 300_000],
    ['99999999999999999999', 300_000],
    [new Date(Date.now() + 86_400_000).toUTCString(), 300_000],
    [new Date(0).toUTCString(), 1_000],
    ['soon', 10_000],
    ['', 10_000],
    [null, 10_000],
  ])('with Retry-After %j is waited for %d ms', async (retryAfter, afterMs) => {
    expect(await update({ error: 'ratelimited', retryAfter })).toEqual({ kind: 'retry', afterMs, rateLimited: true });
    expect(await send({ error: 'ratelimited', retryAfter })).toEqual({ kind: 'retry', afterMs });
  });

  it('with HTTP 200 passes as well', async () => {
    expect(await send({ error: 'rate_limited' })).toEqual({ kind: 'retry', afterMs: 10_000 });
    expect(await update({ error: 'rate_limited' })).toMatchObject({ kind: 'retry', rateLimited: true });
  });
});

describe('a refusal', () => {
  const FINAL = [
    'access_denied',
    'account_inactive',
    'block_mismatch',
    'cant_update_message',
    'ekm_access_denied',
    'invalid_arguments',
    'invalid_blocks',
    'is_inactive',
    'message_limit_exceeded',
    'messages_tab_disabled',
    'metadata_too_large',
    'missing_scope',
    'msg_blocks_too_long',
    'msg_too_long',
    'no_permission',
    'not_allowed_token_type',
    'restricted_action_non_threadable_channel',
    'team_access_not_granted',
    'a_code_of_next_year',
  ];
  it.each(FINAL)('is final: %s', async (error) => {
    expect(await update({ error })).toEqual({ kind: 'gone', reason: error });
    expect(await send({ error })).toEqual({ kind: 'refused', reason: error });
  });

  it.each(['internal_error', 'fatal_error', 'service_unavailable'])('passes: %s', async (error) => {
    expect(await update({ error })).toMatchObject({ kind: 'retry' });
    expect(await send({ error })).toMatchObject({ kind: 'retry' });
  });
});
