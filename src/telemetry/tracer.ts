export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** Follows one piece of work through its parts. */
export interface Tracer {
  /** Times the work under this name, beneath the work that it is a part of. What it throws is thrown on. */
  span<T>(name: string, attributes: Attributes, work: () => T): T;
  /** The same, but only as a part of some work that is followed: what runs by itself every second is nobody's trace. */
  part<T>(name: string, work: () => T): T;
  /** Adds to what is known of the work that is going on. */
  note(attributes: Attributes): void;
}
