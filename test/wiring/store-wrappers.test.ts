import { describe, expect, it } from '@jest/globals';
import type { AskStore } from '../../src/asks/ask-log.js';
import type { OwnerQuestionStore } from '../../src/asks/owner-questions.js';
import type { RecentPageStore } from '../../src/asks/recent-pages.js';
import type { ChannelSettingsStore } from '../../src/channels/channel-settings.js';
import type { Run } from '../../src/checklist/run.js';
import type { RunStore } from '../../src/checklist/run-store.js';
import type { ConversationStore } from '../../src/outbox/incoming.js';
import type { UpdateOutcome } from '../../src/outbox/send.js';
import type { OutboxStore, Step } from '../../src/outbox/store.js';
import type { ReviewStore } from '../../src/reviews/page-reviews.js';
import { noMetrics } from '../../src/telemetry/metrics.js';
import { noTracer, type Tracer } from '../../src/telemetry/tracing.js';
import {
  createMeasuredOutbox,
  createWorkspaceLimit,
  noWorkspaceLimit,
  type StoreWrapping,
  wrapAskStore,
  wrapChannelSettings,
  wrapConversations,
  wrapOutboxStore,
  wrapOwnerQuestions,
  wrapRecentPages,
  wrapReviews,
  wrapRunStore,
} from '../../src/wiring/store-wrappers.js';
import { createFakeClock } from '../outbox/fake-clock.js';

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('the limit per workspace', () => {
  function scene(concurrency: number) {
    const limit = createWorkspaceLimit(concurrency);
    const started: string[] = [];
    const open = new Map<string, (() => void)[]>();
    return {
      started,
      call: (installation: string) =>
        limit(installation, () => {
          started.push(installation);
          return new Promise<string>((resolve) => {
            open.set(installation, [...(open.get(installation) ?? []), () => resolve(installation)]);
          });
        }),
      /** Lets the oldest call of a workspace end. */
      end: async (installation: string) => {
        open.get(installation)?.shift()?.();
        await settled();
      },
    };
  }

  it('runs a few calls of one workspace at a time, in order, and does not hold up another workspace', async () => {
    const { call, started, end } = scene(2);
    const all = ['T1', 'T1', 'T1', 'T1', 'T2'].map(call);
    await settled();
    expect(started).toEqual(['T1', 'T1', 'T2']);
    await end('T1');
    expect(started).toEqual(['T1', 'T1', 'T2', 'T1']);
    for (const each of ['T1', 'T1', 'T1', 'T2']) await end(each);
    expect(await Promise.all(all)).toEqual(['T1', 'T1', 'T1', 'T1', 'T2']);
  });

  it('passes errors on, and lets the next call run after a failed one', async () => {
    const limit = createWorkspaceLimit(1);
    for (let each = 0; each < 3; each += 1) {
      await expect(limit('T1', () => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
    }
    expect(await limit('T1', async () => 'done')).toBe('done');
  });
});

describe('a wrapped store', () => {
  /** Answers every method with its name and arguments. */
  function echo<T extends object>(methods: readonly (keyof T & string)[]): T {
    return Object.fromEntries(methods.map((name) => [name, async (...given: unknown[]) => [name, ...given]])) as T;
  }
  const key = { installation: 'T1', run: 'R1' };
  const CHANGES = [
    ...(['setItem', 'editItem', 'addItem', 'setRole', 'bypass', 'withdrawBypass', 'archive', 'unarchive'] as const),
    'repost',
  ] as const;

  it('passes every argument of every method on', async () => {
    const runs = wrapRunStore(
      echo<RunStore>([
        'create',
        'createOnce',
        'get',
        'inChannels',
        'inChannel',
        'openInChannel',
        'openOf',
        'findInChannel',
        'ledBy',
        'history',
        'markPosted',
        'setPublic',
        'discard',
      ]),
      { tracer: noTracer, limit: createWorkspaceLimit(1) },
    );
    const changes = wrapRunStore(echo<RunStore>(CHANGES), {
      tracer: noTracer,
      limit: noWorkspaceLimit,
    });
    const outbox = wrapOutboxStore(
      echo<OutboxStore>([
        'due',
        'nextStep',
        'release',
        'markShown',
        'postponeUpdate',
        'markUndeliverable',
        'recordResult',
        'posting',
      ]),
      { tracer: noTracer, limit: createWorkspaceLimit(1) },
    );
    const calls: readonly [object, string, readonly unknown[]][] = [
      ...[
        'create',
        'get',
        'inChannels',
        'inChannel',
        'openInChannel',
        'openOf',
        'findInChannel',
        'ledBy',
        'history',
        'discard',
      ].map((name): [object, string, unknown[]] => [runs, name, [key]]),
      [runs, 'createOnce', [key, { token: 'ci' }]],
      [runs, 'markPosted', [key, '1.1']],
      [runs, 'setPublic', [key, true]],
      ...CHANGES.map((name): [object, string, unknown[]] => [changes, name, [key]]),
      // Without the second argument, a workspace whose Slack hangs would keep the others waiting.
      [outbox, 'due', [50, ['T0HANGS']]],
      [outbox, 'nextStep', [key, 'worker']],
      [outbox, 'release', [key, 'worker']],
      [outbox, 'markShown', [key, 'worker', 7, 30_000]],
      [outbox, 'postponeUpdate', [key, 'postponed']],
      [outbox, 'markUndeliverable', [key, 'reason']],
      [outbox, 'recordResult', [key, 'notification', 'result']],
      [outbox, 'posting', [key]],
    ];
    for (const [store, name, given] of calls) {
      const method = (store as Record<string, (...given: unknown[]) => Promise<unknown>>)[name];
      expect(await method?.(...given)).toEqual([name, ...given]);
    }
    expect(new Set(calls.map(([, name]) => name))).toEqual(
      new Set([runs, changes, outbox].flatMap((store) => Object.keys(store))),
    );
  });

  it('passes every argument on of what somebody waits for, and takes the turn of its workspace', async () => {
    const where = { installation: 'T1', person: 'ada' };
    const turns: string[] = [];
    const options = {
      tracer: noTracer,
      limit: (installation: string, work: () => Promise<unknown>) => {
        turns.push(installation);
        return work();
      },
    } as StoreWrapping;
    const asks = wrapAskStore(echo<AskStore>(['since', 'forget', 'add']), options);
    const recentPages = wrapRecentPages(echo<RecentPageStore>(['pagesOf', 'forget', 'add']), options);
    const questions = wrapOwnerQuestions(
      echo<OwnerQuestionStore>(['ask', 'find', 'answer', 'forget', 'take']),
      options,
    );
    const reviews = wrapReviews(echo<ReviewStore>(['keep', 'snooze', 'forget', 'take']), options);
    const settings = wrapChannelSettings(echo<ChannelSettingsStore>(['read', 'write']), options);
    const conversations = wrapConversations(echo<ConversationStore>(['begin', 'read', 'write', 'forget']), options);
    const calls: readonly [object, string, readonly unknown[]][] = [
      [asks, 'since', ['T1', 'monday', 100]],
      [asks, 'forget', [where]],
      [recentPages, 'pagesOf', [where]],
      [recentPages, 'forget', [where]],
      [questions, 'ask', [where, ['ben']]],
      [questions, 'find', [where]],
      [questions, 'answer', [where, 'answer']],
      [questions, 'forget', [where]],
      [reviews, 'keep', [where, '2026-11-20', 'ada']],
      [reviews, 'snooze', [where, 1_000]],
      [reviews, 'forget', [where]],
      [settings, 'read', [where]],
      [settings, 'write', [where, 'settings']],
      [conversations, 'begin', [where]],
      [conversations, 'read', [where]],
      [conversations, 'write', [where, 'place']],
      [conversations, 'forget', [where]],
    ];
    const call = (store: object, name: string, given: readonly unknown[]) =>
      (store as Record<string, (...given: unknown[]) => Promise<unknown>>)[name]?.(...given);
    for (const [store, name, given] of calls) expect(await call(store, name, given)).toEqual([name, ...given]);
    expect(turns).toEqual(calls.map(() => 'T1'));
    // What is done in the background for all workspaces takes no turn.
    for (const [store, name] of [
      [asks, 'add'],
      [recentPages, 'add'],
      [questions, 'take'],
      [reviews, 'take'],
    ] as const)
      expect(await call(store, name, [])).toEqual([name]);
    expect(turns).toHaveLength(calls.length);
  });

  it('makes a span with our own name for each call', async () => {
    const spans: string[] = [];
    const page = { installation: 'T1', slug: 'servers' };
    const tracer: Tracer = {
      ...noTracer,
      part: (name, work) => {
        spans.push(name);
        return work();
      },
    };
    await wrapRunStore(echo<RunStore>(['get']), { tracer, limit: noWorkspaceLimit }).get(key);
    await wrapOutboxStore(echo<OutboxStore>(['posting']), { tracer, limit: noWorkspaceLimit }).posting(key);
    await wrapReviews(echo<ReviewStore>(['keep']), { tracer, limit: noWorkspaceLimit }).keep(page, '2026-11-20', 'ada');
    expect(spans).toEqual(['database runs.get', 'database outbox.posting', 'database reviews.keep']);
  });
});

const key = { installation: 'T1', run: 'R1' };
const run = { installation: 'T1', id: 'R1', wantedVersion: 2 } as Run;

/** A worker over a store that has these steps to do for one run, and a publisher with these outcomes. */
function scene(steps: Step[], outcomes: UpdateOutcome[]) {
  const clock = createFakeClock();
  const seen = { seconds: [] as number[], undeliverable: [] as string[] };
  const nothing = async (): Promise<void> => {};
  const store = {
    due: async () => ({ runs: steps.length > 0 ? [key] : [], nextInMs: 100 }),
    nextStep: async () => steps.shift() ?? { kind: 'none' },
    release: nothing,
    markShown: nothing,
    postponeUpdate: nothing,
    markUndeliverable: nothing,
    recordResult: nothing,
  } as unknown as OutboxStore;
  let at = 0;
  const outbox = createMeasuredOutbox(
    {
      store,
      publisher: {
        async update() {
          at += 1_500;
          return outcomes.shift() ?? { kind: 'done' };
        },
        send: async () => ({ kind: 'refused', reason: 'is_archived' }),
        find: async () => ({ kind: 'absent' }),
      },
      clock,
      logger: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    },
    {
      ...noMetrics,
      updateLag: (seconds) => void seen.seconds.push(seconds),
      undeliverable: (what) => void seen.undeliverable.push(what),
    },
    () => at,
  );
  return { outbox, clock, seen };
}

describe('the measured worker', () => {
  const update: Step = { kind: 'update', run, failures: 0 };

  it('measures from the change until its message shows it, with the attempts that failed before', async () => {
    const { outbox, clock, seen } = scene([update, update], [{ kind: 'retry' }, { kind: 'done' }]);
    outbox.requestUpdate(key);
    outbox.start();
    await clock.settle();
    await outbox.stop();
    expect(seen).toEqual({ seconds: [3], undeliverable: [] });
  });

  it('counts updates and notifications that failed permanently', async () => {
    const notification: Step = {
      kind: 'send',
      notification: { id: '1', content: { kind: 'completion' } },
      run,
      failures: 0,
    };
    const { outbox, clock, seen } = scene([update, notification], [{ kind: 'gone', reason: 'message_not_found' }]);
    outbox.requestUpdate(key);
    outbox.start();
    await clock.settle();
    await outbox.stop();
    expect(seen).toEqual({ seconds: [], undeliverable: ['update', 'notification'] });
  });
});
