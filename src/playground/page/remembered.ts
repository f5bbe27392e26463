/** One thing that this browser remembers of how the page was left. A browser that keeps nothing begins anew each time. */
export function remembered(key: string): { get(): string; set(value: string): void } {
  return {
    get() {
      try {
        return localStorage.getItem(key) ?? '';
      } catch {
        return '';
      }
    },
    set(value) {
      try {
        localStorage.setItem(key, value);
      } catch {
        // Nothing else depends on it.
      }
    },
  };
}
