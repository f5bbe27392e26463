import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Change } from '../src/index.js';
import { actions, button, type FakeApp, startFakeApp } from './fake-app.js';

let app: FakeApp;
beforeEach(async () => {
  app = await startFakeApp();
});
afterEach(() => app.stop());

describe('the workspace', () => {
  it('finds people by name, alias, real name and id, and lists them all if there is no match', () => {
    const { workspace } = app.slack;
    const ids = ['ada', '@ada', 'asker', 'Ada Obi', workspace.people[0]?.id ?? ''].map(
      (name) => workspace.as(name).person.id,
    );
    expect(new Set(ids).size).toBe(1);
    expect(() => workspace.as('zoe')).toThrow('there is no person "zoe". The people are ada or asker, ben, chika');
    expect(() => workspace.as('ada').in('#nowhere')).toThrow('#general, #deployments, #release-crew, @guidepost');
  });

  it("hides a person's direct messages from others", () => {
    const direct = app.slack.workspace.channel('@guidepost', 'ben');
    expect(() => app.slack.workspace.as('ada').in(direct.id)).toThrow('Ada Obi is not a member');
    expect(app.slack.workspace.visibleTo('ada', direct.id)).toEqual([]);
  });

  it('tells listeners what changed', async () => {
    const changes: Change[] = [];
    const stop = app.slack.workspace.subscribe((change) => changes.push(change));
    app.on['/guide'] = () => ({ body: { text: 'x', blocks: [actions(button('Close'))] } });
    app.on.block_actions = async ({ response_url }) => {
      await app.respond(response_url, { delete_original: true });
      return {};
    };
    const card = await app.slack.workspace.as('ada').in('#general').command('/guide');
    const { channel, ts, visibleTo } = card;
    await card.press('Close');
    app.slack.workspace.archive('#general');
    stop();
    app.slack.workspace.reset();
    expect(changes.filter(({ kind }) => kind !== 'call')).toEqual([
      { kind: 'message', change: 'posted', channel, ts, visibleTo },
      { kind: 'message', change: 'deleted', channel, ts, visibleTo },
      { kind: 'channel', channel },
    ]);
    expect(changes.some(({ kind }) => kind === 'call')).toBe(true);
  });

  it('starts over, and never uses a timestamp twice', () => {
    const place = app.slack.workspace.as('ada').in('#general');
    const before = place.say('old');
    app.slack.workspace.archive('#deployments');
    app.slack.workspace.reset();
    expect(app.slack.workspace.messages).toEqual([]);
    expect(app.slack.workspace.channel('#deployments').archived).toBe(false);
    expect(place.say('new').ts > before.ts).toBe(true);
  });

  it('continues from a snapshot with everything in it', async () => {
    app.on['/guide'] = () => ({ body: 'kept' });
    await app.slack.workspace.as('ada').in('#general').command('/guide');
    const state = JSON.parse(JSON.stringify(app.slack.workspace.snapshot()));
    await app.stop();
    app = await startFakeApp({ state });
    expect(app.slack.workspace.as('ada').in('#general').lastMessage().text).toBe('kept');
    expect(app.slack.workspace.snapshot()).toEqual(state);
  });

  it('gives every message a unique and increasing timestamp, whatever the clock does', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1_700_000_000_000, max: 1_800_000_000_000 }), { minLength: 2, maxLength: 30 }),
        async (times) => {
          let now = 0;
          const own = await startFakeApp({ clock: () => now });
          const stamps = times.map((time) => {
            now = time;
            return own.slack.workspace.as('ada').in('#general').say('x').ts;
          });
          await own.stop();
          expect(new Set(stamps).size).toBe(stamps.length);
          expect([...stamps].sort()).toEqual(stamps);
          for (const ts of stamps) expect(ts).toMatch(/^\d{10}\.\d{6}$/);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('signs every request correctly, whatever it contains', async () => {
    app.on['/guide'] = () => ({ body: 'ok' });
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 200 }), async (text) => {
        const reply = await app.slack.workspace.as('ada').in('#general').command(`/guide ${text}`);
        expect(reply.text).toBe('ok');
      }),
      { numRuns: 60 },
    );
    expect(app.slack.requests.length).toBeGreaterThan(50);
    expect(app.badSignatures).toBe(0);
  });

  it('waits for a condition, and names it if it does not become true', async () => {
    setImmediate(() => app.slack.workspace.as('ben').in('#general').say('now'));
    await app.slack.until(() => app.slack.workspace.messages.length === 1);
    await expect(app.slack.until(() => false, { withinMs: 5, what: 'the second message' })).rejects.toThrow(
      'the second message did not come true',
    );
  });
});
