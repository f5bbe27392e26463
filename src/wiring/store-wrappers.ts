import pLimit, { type LimitFunction } from 'p-limit';
import type { RunStore } from '../checklist/run-store.js';
import type { ConversationKey, ConversationStore } from '../outbox/conversations.js';
import type { SeenEvents } from '../outbox/seen-events.js';
import type { OutboxStore } from '../outbox/store.js';
import type { Search } from '../search/search.js';
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

/** Traces each call as `database runs.<method>`, and limits the calls per workspace. */
export function wrapRunStore(runs: RunStore, { tracer, limit }: StoreWrapping): RunStore {
  const call = <T>(method: keyof RunStore, where: { installation: string }, work: () => Promise<T>): Promise<T> =>
    tracer.part(`database runs.${method}`, () => limit(where.installation, work));
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

/** Traces and limits the calls that are made for one workspace; `due` looks at all of them. */
export function wrapOutboxStore(outbox: OutboxStore, { tracer, limit }: StoreWrapping): OutboxStore {
  const call = <T>(method: keyof OutboxStore, where: { installation: string }, work: () => Promise<T>): Promise<T> =>
    tracer.part(`database outbox.${method}`, () => limit(where.installation, work));
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

/** Traces and limits the calls that are made for one workspace. */
export function wrapConversations(store: ConversationStore, { tracer, limit }: StoreWrapping): ConversationStore {
  const call = <T>(method: string, { installation }: ConversationKey, work: () => Promise<T>): Promise<T> =>
    tracer.part(`database conversations.${method}`, () => limit(installation, work));
  return {
    begin: (key) => call('begin', key, () => store.begin(key)),
    read: (key) => call('read', key, () => store.read(key)),
    write: (key, place) => call('write', key, () => store.write(key, place)),
    forget: (key) => call('forget', key, () => store.forget(key)),
  };
}

/** Traces each search, without the question: what people ask stays out of traces. */
export function wrapSearch(search: Search, tracer: Tracer): Search {
  return { find: (question) => tracer.part('search.find', () => search.find(question)) };
}
