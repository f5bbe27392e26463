/** Whose window this is and what it shows, by names: `#/ada/deployments`, `#/ada/@guidepost`. */
export interface Selection {
  readonly person: string;
  readonly channel: string;
}

const storageKey = 'playground-selection';

/** Reads the address, or what was shown last, so that a reload and a second window both find their place. */
export function readSelection(): Partial<Selection> {
  return parse(location.hash) ?? parse(stored()) ?? {};
}

export function keepSelection({ person, channel }: Selection): void {
  const hash = formatSelection({ person, channel });
  if (location.hash !== hash) history.replaceState(null, '', hash);
  try {
    localStorage.setItem(storageKey, hash);
  } catch {
    // A browser that keeps nothing still has the address.
  }
}

export const formatSelection = ({ person, channel }: Selection): string =>
  `#/${encodeURIComponent(person)}/${encodeURIComponent(channel).replace('%40', '@')}`;

function parse(hash: string): Partial<Selection> | undefined {
  const match = /^#\/([^/]+)(?:\/([^/]+))?$/.exec(hash);
  if (!match?.[1]) return undefined;
  try {
    return { person: decodeURIComponent(match[1]), ...(match[2] && { channel: decodeURIComponent(match[2]) }) };
  } catch {
    return undefined;
  }
}

function stored(): string {
  try {
    return localStorage.getItem(storageKey) ?? '';
  } catch {
    return '';
  }
}
