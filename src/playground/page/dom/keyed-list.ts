import { replaceKeepingFocus } from './keep-focus.js';

/** A row of a list: who it is, what it shows, and how to draw it. */
export interface Row {
  readonly key: string;
  /** Drawn anew only when this changes. */
  readonly signature: string;
  make(): HTMLElement;
}

export interface KeyedList {
  readonly lastKey: string | undefined;
  readonly last: HTMLElement | undefined;
  draw(rows: readonly Row[]): void;
  clear(): void;
}

/** Keeps a parent's children the same as a list of rows. What did not change stays in the page, so that focus, selection and place stay. */
export function keyedList(parent: HTMLElement): KeyedList {
  let drawn = new Map<string, { signature: string; node: HTMLElement }>();
  return {
    get lastKey() {
      return [...drawn.keys()].at(-1);
    },
    get last() {
      return [...drawn.values()].at(-1)?.node;
    },
    draw(rows) {
      const next = new Map<string, { signature: string; node: HTMLElement }>();
      for (const { key, signature, make } of rows) {
        const before = drawn.get(key);
        if (before?.signature === signature) {
          next.set(key, before);
          continue;
        }
        const node = make();
        if (before) replaceKeepingFocus(before.node, node);
        next.set(key, { signature, node });
      }
      for (const [key, { node }] of drawn) if (!next.has(key)) node.remove();
      drawn = next;
      [...next.values()].forEach(({ node }, index) => {
        if (parent.children[index] !== node) parent.insertBefore(node, parent.children[index] ?? null);
      });
    },
    clear() {
      parent.replaceChildren();
      drawn = new Map();
    },
  };
}
