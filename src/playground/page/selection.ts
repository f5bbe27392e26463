/**
 * Whose window this is and what it shows, by names: `#/ada/deployments`, `#/ada/@guidepost/home`,
 * or with a message to look at: `#/ada/deployments/p1763640000000100`.
 */
export interface Selection {
  readonly person: string;
  readonly channel: string;
  readonly isHome?: boolean;
  /** The message's timestamp. */
  readonly message?: string;
}

const lastShown = remembered('playground-selection');

/** Reads the address, or what was shown last, so that a reload and a second window both find their place. */
export function readSelection(): Partial<Selection> {
  return parse(location.hash) ?? parse(lastShown.get()) ?? {};
}

export function keepSelection(selection: Selection): void {
  const hash = formatSelection(selection);
  if (location.hash !== hash) history.replaceState(null, '', hash);
  lastShown.set(hash);
}

export function formatSelection({ person, channel, isHome, message }: Selection): string {
  const place = isHome ? '/home' : message === undefined ? '' : `/p${message.replace('.', '')}`;
  return `#/${encodeURIComponent(person)}/${encodeURIComponent(channel).replace('%40', '@')}${place}`;
}

function parse(hash: string): Partial<Selection> | undefined {
  const match = /^#\/([^/]+)(?:\/([^/]+)(?:\/(home|p\d{7,}))?)?$/.exec(hash);
  if (!match?.[1]) return undefined;
  const [, person, channel, place] = match;
  try {
    return {
      person: decodeURIComponent(person ?? ''),
      ...(channel && { channel: decodeURIComponent(channel) }),
      ...(place === 'home' && { isHome: true }),
      ...(place?.startsWith('p') && { message: place.slice(1).replace(/(\d{6})$/, '.$1') }),
    };
  } catch {
    return undefined;
  }
}

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
