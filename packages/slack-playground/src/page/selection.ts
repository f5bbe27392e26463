/**
 * Who is looking and at what, as in the URL: `#/ada/deployments`, `#/ada/@guidepost/home`,
 * or a single message: `#/ada/deployments/p1763640000000100`.
 */
export interface Selection {
  readonly person: string;
  readonly channel: string;
  readonly isHome?: boolean;
  /** The message's timestamp. */
  readonly message?: string;
}

const lastShown = remembered('playground-selection');

/** Reads the selection from the URL, or else the last one in this browser. */
export function readSelection(): Partial<Selection> {
  return parse(location.hash) ?? parse(lastShown.get()) ?? {};
}

export function keepSelection(selection: Selection): void {
  const hash = formatSelection(selection);
  if (location.hash !== hash) history.replaceState(null, '', hash);
  lastShown.set(hash);
}

export function formatSelection({ person, channel, isHome, message }: Selection): string {
  const detail = isHome ? '/home' : message === undefined ? '' : `/p${message.replace('.', '')}`;
  return `#/${encodeURIComponent(person)}/${encodeURIComponent(channel).replace('%40', '@')}${detail}`;
}

function parse(hash: string): Partial<Selection> | undefined {
  const match = /^#\/([^/]+)(?:\/([^/]+)(?:\/(home|p\d{7,}))?)?$/.exec(hash);
  if (!match?.[1]) return undefined;
  const [, person, channel, detail] = match;
  try {
    return {
      person: decodeURIComponent(person ?? ''),
      ...(channel && { channel: decodeURIComponent(channel) }),
      ...(detail === 'home' && { isHome: true }),
      ...(detail?.startsWith('p') && { message: detail.slice(1).replace(/(\d{6})$/, '.$1') }),
    };
  } catch {
    return undefined;
  }
}

/** A value in the browser's local storage, if the browser allows it. */
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
        // It is only a convenience.
      }
    },
  };
}
