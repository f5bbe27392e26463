/** The last value of something that is reported now and then, for a listener that comes later. */
export interface Reports<T> {
  readonly report: (value: T) => void;
  /** Calls the listener with the last value, and with every later one. */
  listen(listener: (value: T) => void): void;
}

export function createReports<T>(first: T): Reports<T> {
  let last = first;
  let tell = (_: T): void => {};
  return {
    report(value) {
      last = value;
      tell(value);
    },
    listen(listener) {
      tell = listener;
      listener(last);
    },
  };
}
