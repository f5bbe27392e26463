import pLimit, { type LimitFunction } from 'p-limit';
import type { AskStore } from '../asks/ask-log.js';
import type { OwnerQuestionStore } from '../asks/owner-questions.js';
import type { RecentPageStore } from '../asks/recent-pages.js';
import type { ChannelSettingsStore } from '../channels/channel-settings.js';
import type { RunKey, RunStore } from '../checklist/run-store.js';
import type { ConversationStore, SeenEvents } from '../outbox/incoming.js';
import type { OutboxStore } from '../outbox/store.js';
import { createOutboxWorker, type OutboxWorker, type OutboxWorkerParts } from '../outbox/worker.js';
import type { ReviewStore } from '../reviews/page-reviews.js';
import type { Search } from '../search/search.js';
import type { Storage } from '../storage/open.js';
import type { Metrics } from '../telemetry/metrics.js';
import type { Tracer } from '../telemetry/tracing.js';

/** Runs a database call for a workspace, after waiting if the workspace has too many calls running. */
export type WorkspaceLimit = <T>(installation: string, call: () => Promise<T>) => Promise<T>;

/** For an app in a single workspace, which need not share connections. */
export const noWorkspaceLimit: WorkspaceLimit = (_installation, call) => call();

/**
 * Limits how many database calls of one workspace run at the same time, so that a busy workspace cannot take every connection.
 * @param concurrency calls per workspace; fewer than the connections that all workspaces share
 */
export function createWorkspaceLimit(concurrency: number): WorkspaceLimit {
  const limits = new Map<string, LimitFunction>();
  return async (installation, call) => {
    const limit = limits.get(installation) ?? pLimit(concurrency);
    limits.set(installation, limit);
    try {
      return await limit(call);
    } finally {
      if (limit.activeCount + limit.pendingCount === 0) limits.delete(installation);
    }
  };
}

export interface StoreWrapping {
  readonly tracer: Tracer;
  readonly limit: WorkspaceLimit;
}

/** Traces calls of a store as `database <store>.<method>`, and limits those of each workspace. */
function wrapping<S>(name: string, { tracer, limit }: StoreWrapping) {
  return <T>(method: keyof S & string, where: { readonly installation: string }, work: () => Promise<T>): Promise<T> =>
    tracer.part(`database ${name}.${method}`, () => limit(where.installation, work));
}

export function wrapRunStore(runs: RunStore, options: StoreWrapping): RunStore {
  const call = wrapping<RunStore>('runs', options);
  return {
    create: (run) => call('create', run, () => runs.create(run)),
    createOnce: (run, request) => call('createOnce', run, () => runs.createOnce(run, request)),
    get: (key) => call('get', key, () => runs.get(key)),
    findInChannel: (search) => call('findInChannel', search, () => runs.findInChannel(search)),
    inChannels: (search) => call('inChannels', search, () => runs.inChannels(search)),
    inChannel: (where) => call('inChannel', where, () => runs.inChannel(where)),
    openInChannel: (where) => call('openInChannel', where, () => runs.openInChannel(where)),
    openOf: (who) => call('openOf', who, () => runs.openOf(who)),
    ledBy: (who) => call('ledBy', who, () => runs.ledBy(who)),
    history: (key) => call('history', key, () => runs.history(key)),
    markPosted: (key, message) => call('markPosted', key, () => runs.markPosted(key, message)),
    setPublic: (key, isPublic) => call('setPublic', key, () => runs.setPublic(key, isPublic)),
    discard: (key) => call('discard', key, () => runs.discard(key)),
    setItem: (change) => call('setItem', change, () => runs.setItem(change)),
    editItem: (change) => call('editItem', change, () => runs.editItem(change)),
    addItem: (change) => call('addItem', change, () => runs.addItem(change)),
    setRole: (change) => call('setRole', change, () => runs.setRole(change)),
    bypass: (change) => call('bypass', change, () => runs.bypass(change)),
    withdrawBypass: (change) => call('withdrawBypass', change, () => runs.withdrawBypass(change)),
    archive: (change) => call('archive', change, () => runs.archive(change)),
    unarchive: (change) => call('unarchive', change, () => runs.unarchive(change)),
    repost: (change) => call('repost', change, () => runs.repost(change)),
  };
}

/** Only what is for one workspace; `due` looks at all of them. */
export function wrapOutboxStore(outbox: OutboxStore, options: StoreWrapping): OutboxStore {
  const call = wrapping<OutboxStore>('outbox', options);
  return {
    due: (limit, except) => outbox.due(limit, except),
    nextStep: (key, worker) => call('nextStep', key, () => outbox.nextStep(key, worker)),
    release: (key, worker) => call('release', key, () => outbox.release(key, worker)),
    markShown: (key, worker, version, againInMs) =>
      call('markShown', key, () => outbox.markShown(key, worker, version, againInMs)),
    postponeUpdate: (key, postponed) => call('postponeUpdate', key, () => outbox.postponeUpdate(key, postponed)),
    markUndeliverable: (key, reason) => call('markUndeliverable', key, () => outbox.markUndeliverable(key, reason)),
    recordResult: (key, notification, result) =>
      call('recordResult', key, () => outbox.recordResult(key, notification, result)),
    posting: (key) => call('posting', key, () => outbox.posting(key)),
  };
}

/** Not limited per workspace: handling an event calls the other stores, which are. */
export function wrapSeenEvents(seenEvents: SeenEvents, tracer: Tracer): SeenEvents {
  return {
    handleOnce: (delivery, handle) =>
      tracer.part('database seenEvents.handleOnce', () => seenEvents.handleOnce(delivery, handle)),
  };
}

export function wrapConversations(store: ConversationStore, options: StoreWrapping): ConversationStore {
  const call = wrapping<ConversationStore>('conversations', options);
  return {
    begin: (key) => call('begin', key, () => store.begin(key)),
    read: (key) => call('read', key, () => store.read(key)),
    write: (key, place) => call('write', key, () => store.write(key, place)),
    forget: (key) => call('forget', key, () => store.forget(key)),
  };
}

/** Only what somebody waits for. The rest is done in the background for all workspaces, one call after the other. */
export function wrapAskStore(store: AskStore, options: StoreWrapping): AskStore {
  const call = wrapping<AskStore>('asks', options);
  return {
    ...store,
    since: (installation, since, limit) =>
      call('since', { installation }, () => store.since(installation, since, limit)),
    forget: (who) => call('forget', who, () => store.forget(who)),
  };
}

/** Only what somebody waits for. */
export function wrapRecentPages(store: RecentPageStore, options: StoreWrapping): RecentPageStore {
  const call = wrapping<RecentPageStore>('recentPages', options);
  return {
    ...store,
    pagesOf: (reader) => call('pagesOf', reader, () => store.pagesOf(reader)),
    forget: (reader) => call('forget', reader, () => store.forget(reader)),
  };
}

/** Only what somebody waits for. */
export function wrapOwnerQuestions(store: OwnerQuestionStore, options: StoreWrapping): OwnerQuestionStore {
  const call = wrapping<OwnerQuestionStore>('ownerQuestions', options);
  return {
    ...store,
    ask: (question, to) => call('ask', question, () => store.ask(question, to)),
    find: (key) => call('find', key, () => store.find(key)),
    answer: (key, answer) => call('answer', key, () => store.answer(key, answer)),
    forget: (who) => call('forget', who, () => store.forget(who)),
  };
}

/** Only what somebody waits for. */
export function wrapReviews(store: ReviewStore, options: StoreWrapping): ReviewStore {
  const call = wrapping<ReviewStore>('reviews', options);
  return {
    ...store,
    keep: (page, day, by) => call('keep', page, () => store.keep(page, day, by)),
    snooze: (page, forMs) => call('snooze', page, () => store.snooze(page, forMs)),
    forget: (who) => call('forget', who, () => store.forget(who)),
  };
}

export function wrapChannelSettings(store: ChannelSettingsStore, options: StoreWrapping): ChannelSettingsStore {
  const call = wrapping<ChannelSettingsStore>('channelSettings', options);
  return {
    read: (key) => call('read', key, () => store.read(key)),
    write: (key, settings) => call('write', key, () => store.write(key, settings)),
  };
}

/** The stores that answers to Slack and to programs use. What works in the background uses them as they are. */
export function wrapStores(storage: Storage, options: StoreWrapping) {
  return {
    runs: wrapRunStore(storage.runs, options),
    outbox: wrapOutboxStore(storage.outbox, options),
    seenEvents: wrapSeenEvents(storage.seenEvents, options.tracer),
    conversations: wrapConversations(storage.conversations, options),
    asks: wrapAskStore(storage.asks, options),
    recentPages: wrapRecentPages(storage.recentPages, options),
    ownerQuestions: wrapOwnerQuestions(storage.ownerQuestions, options),
    reviews: wrapReviews(storage.reviews, options),
    channelSettings: wrapChannelSettings(storage.channelSettings, options),
  };
}

export type WrappedStores = ReturnType<typeof wrapStores>;

/** Traces each search, without the question: what people ask stays out of traces. */
export function wrapSearch(search: Search, tracer: Tracer): Search {
  return { find: (question) => tracer.part('search.find', () => search.find(question)) };
}

/** A change that has waited longer was probably shown by another process; the database's own backlog covers those. */
const FORGET_AFTER_MS = 300_000;
const MAX_REMEMBERED = 10_000;

/**
 * Makes the outbox worker and measures it: how long a change waits until its message shows it, and what is given up for good.
 * @param metrics absent if metrics are off: then nothing is measured
 */
export function createMeasuredOutbox(
  parts: OutboxWorkerParts,
  metrics?: Metrics,
  now: () => number = () => performance.now(),
): OutboxWorker {
  if (metrics === undefined) return createOutboxWorker(parts);
  const { store, publisher } = parts;
  const requestedAt = new Map<string, number>();

  const outbox = createOutboxWorker({
    ...parts,
    publisher: {
      ...publisher,
      async update(run) {
        const id = idOf({ installation: run.installation, run: run.id });
        const since = requestedAt.get(id);
        // Removed first: a change that arrives while this one is being shown is measured by itself.
        requestedAt.delete(id);
        const outcome = await publisher.update(run);
        if (since === undefined || now() - since > FORGET_AFTER_MS) return outcome;
        if (outcome.kind === 'done') metrics.updateLag((now() - since) / 1_000);
        if (outcome.kind === 'retry') requestedAt.set(id, since);
        return outcome;
      },
    },
    store: {
      ...store,
      async markUndeliverable(key, reason) {
        await store.markUndeliverable(key, reason);
        metrics.undeliverable('update');
      },
      async recordResult(key, notification, result) {
        await store.recordResult(key, notification, result);
        if (result.kind === 'refused' || result.kind === 'uncertain') metrics.undeliverable('notification');
      },
    },
  });

  return {
    ...outbox,
    requestUpdate(key) {
      const id = idOf(key);
      const since = requestedAt.get(id);
      const isRecent = since !== undefined && now() - since < FORGET_AFTER_MS;
      if (!isRecent && requestedAt.size < MAX_REMEMBERED) requestedAt.set(id, now());
      outbox.requestUpdate(key);
    },
  };
}

function idOf({ installation, run }: RunKey): string {
  return JSON.stringify([installation, run]);
}
