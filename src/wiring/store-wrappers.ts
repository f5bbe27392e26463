import pLimit, { type LimitFunction } from 'p-limit';
import type { RunStore } from '../checklist/run-store.js';
import type { EventDeliveries } from '../outbox/seen-events.js';
import type { DeliveryStore } from '../outbox/store.js';
import type { Search } from '../search/search.js';
import type { Tracer } from '../telemetry/tracing.js';

/** Runs a database call for a workspace, after waiting where the workspace has too many calls running. */
export type WorkspaceLimit = <T>(installation: string, call: () => Promise<T>) => Promise<T>;

/** For an app in a single workspace: there is nobody to leave connections to. */
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
    get: (key) => call('get', key, () => runs.get(key)),
    inChannel: (where) => call('inChannel', where, () => runs.inChannel(where)),
    openInChannel: (where) => call('openInChannel', where, () => runs.openInChannel(where)),
    openOf: (who) => call('openOf', who, () => runs.openOf(who)),
    history: (key) => call('history', key, () => runs.history(key)),
    posted: (key, message) => call('posted', key, () => runs.posted(key, message)),
    discard: (key) => call('discard', key, () => runs.discard(key)),
    setItem: (change) => call('setItem', change, () => runs.setItem(change)),
    assign: (change) => call('assign', change, () => runs.assign(change)),
    setDue: (change) => call('setDue', change, () => runs.setDue(change)),
    setNote: (change) => call('setNote', change, () => runs.setNote(change)),
    showWindow: (key, window, sequence) => call('showWindow', key, () => runs.showWindow(key, window, sequence)),
    archive: (change) => call('archive', change, () => runs.archive(change)),
    bringDown: (change) => call('bringDown', change, () => runs.bringDown(change)),
  };
}

/** Traces and limits the calls that are made for one workspace; `due` looks at all of them. */
export function wrapDeliveryStore(deliveries: DeliveryStore, { tracer, limit }: StoreWrapping): DeliveryStore {
  const call = <T>(method: keyof DeliveryStore, where: { installation: string }, work: () => Promise<T>): Promise<T> =>
    tracer.part(`database deliveries.${method}`, () => limit(where.installation, work));
  return {
    due: (most, except) => deliveries.due(most, except),
    nextStep: (key, worker) => call('nextStep', key, () => deliveries.nextStep(key, worker)),
    release: (key, worker) => call('release', key, () => deliveries.release(key, worker)),
    drawn: (key, worker, version) => call('drawn', key, () => deliveries.drawn(key, worker, version)),
    postponeDraw: (key, postponed) => call('postponeDraw', key, () => deliveries.postponeDraw(key, postponed)),
    park: (key, reason) => call('park', key, () => deliveries.park(key, reason)),
    settle: (key, owed, result) => call('settle', key, () => deliveries.settle(key, owed, result)),
    posting: (key) => call('posting', key, () => deliveries.posting(key)),
  };
}

/** Not limited per workspace: handling an event calls the other stores, which are. */
export function wrapEventDeliveries(deliveries: EventDeliveries, tracer: Tracer): EventDeliveries {
  return {
    handleOnce: (delivery, handle) =>
      tracer.part('database eventDeliveries.handleOnce', () => deliveries.handleOnce(delivery, handle)),
  };
}

/** Traces each search, without the question: what people ask stays out of traces. */
export function wrapSearch(search: Search, tracer: Tracer): Search {
  return { find: (question) => tracer.part('search.find', () => search.find(question)) };
}
