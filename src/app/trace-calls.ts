import { noTracer, type Tracer } from '../telemetry/tracing.js';

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
