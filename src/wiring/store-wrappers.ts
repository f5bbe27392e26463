import type { Storage } from '../storage/open-storage.js';
import { noTracer, type Tracer } from '../telemetry/tracing.js';

export type Stores = Pick<Storage, 'runs' | 'deliveries' | 'eventDeliveries' | 'reminders' | 'editions'>;

/** What stands for the stores while the database is opened: each call waits for it, is traced, and keeps to its lane. */
export function createStores(
  opening: Promise<Storage>,
  { tracer, through }: { readonly tracer: Tracer; readonly through: Lanes['through'] },
): Stores {
  const follow = <T extends object>(name: string, store: T): T => traceCalls(tracer, `database ${name}`, store);
  return {
    runs: follow('runs', through(whenReady(opening.then(({ runs }) => runs)))),
    deliveries: follow('deliveries', through(whenReady(opening.then(({ deliveries }) => deliveries)))),
    eventDeliveries: follow('eventDeliveries', whenReady(opening.then(({ eventDeliveries }) => eventDeliveries))),
    reminders: follow('reminders', whenReady(opening.then(({ reminders }) => reminders))),
    editions: follow('editions', whenReady(opening.then(({ editions }) => editions))),
  };
}

/** Stands before something whose methods are worth following: each call is a span, `database runs.setItem`. */
export function traceCalls<T extends object>(tracer: Tracer, name: string, traced: T): T {
  return tracer === noTracer
    ? traced
    : new Proxy(traced, {
        get(target, method) {
          const value: unknown = Reflect.get(target, method);
          if (typeof value !== 'function') return value;
          return (...args: unknown[]) =>
            tracer.part(`${name}.${String(method)}`, (): unknown => Reflect.apply(value, target, args));
        },
      });
}

type AsyncMethods<T> = { readonly [K in keyof T]: (...args: never[]) => Promise<unknown> };

/** A lane for each installation: what one asks for in a flood waits in its own, and what another asks for is done meanwhile. */
export interface Lanes {
  /** The same, of which as many calls of one installation as the lane is wide are under way at once. The first argument names it. */
  through<T extends AsyncMethods<T>>(store: T): T;
}

interface Lane {
  underWay: number;
  readonly waiting: (() => void)[];
}

/** @param width of each lane: less than what all of them share, such as the connections to the database */
export function createLanes(width: number): Lanes {
  const lanes = new Map<string, Lane>();

  const run = async <T>(installation: string, call: () => Promise<T>): Promise<T> => {
    const lane = lanes.get(installation) ?? { underWay: 0, waiting: [] };
    lanes.set(installation, lane);
    // Whoever leaves hands its place on, so that nobody new comes before those who wait.
    if (lane.underWay < width) lane.underWay += 1;
    else await new Promise<void>((resolve) => lane.waiting.push(resolve));
    try {
      return await call();
    } finally {
      const next = lane.waiting.shift();
      if (next) next();
      else {
        lane.underWay -= 1;
        if (lane.underWay === 0) lanes.delete(installation);
      }
    }
  };

  return {
    through: <T extends AsyncMethods<T>>(store: T): T =>
      new Proxy(store, {
        get(target, name) {
          const method = target[name as keyof T];
          return typeof method === 'function' ? laned(method.bind(target), run) : method;
        },
      }),
  };
}

function laned(
  method: (...args: never[]) => Promise<unknown>,
  run: (id: string, call: () => Promise<unknown>) => Promise<unknown>,
) {
  return (...args: never[]): Promise<unknown> => {
    const [first] = args as unknown[];
    const installation =
      typeof first === 'object' && first !== null && 'installation' in first ? first.installation : undefined;
    return typeof installation === 'string' ? run(installation, () => method(...args)) : method(...args);
  };
}

/** Stands for something that is still being opened: each call waits for it. */
export function whenReady<T extends AsyncMethods<T>>(opening: Promise<T>): T {
  // Where it cannot be opened, each call is told; without any call nobody needs to be.
  opening.catch(() => {});
  return new Proxy({} as T, {
    get(_, name) {
      // Awaiting the stand-in itself must give the stand-in.
      if (name === 'then') return undefined;
      return async (...args: never[]) => await (await opening)[name as keyof T](...args);
    },
  });
}
