/** Takes secrets out of a text, so that it may be shown or kept. */
export type Scrub = (text: string) => string;

const HIDDEN = '[secret]';

/** Shorter than this, a value would be found in innocent words. */
const SHORTEST = 6;

/** What a secret looks like wherever it turns up. The groups are what may stay. */
const SHAPES = [
  // Tokens of Slack, the ones that expire too: xoxe.xoxb-1-….
  String.raw`(?:xox[a-z]|xapp)(?:\.xox[a-z])?-[\w-]{3,}`,
  // The password of an address, as in postgres://user:password@host.
  String.raw`(:\/\/[^\s:@/"]*:)[^\s"/]+@`,
  // A reply address lets whoever knows it write in a channel.
  String.raw`(hooks\.slack\.com\/)[\w/-]+`,
  // name=value and "name":"value", also where the JSON stands in a text of JSON.
  String.raw`((?:[Ss]ecret|SECRET|[Pp]assword|PASSWORD|[Tt]oken|TOKEN|TOKEN_KEYS|[Aa]uthorization)(?:=|\\?"\s*:\s*\\?"))[^"\\\s&]+`,
  String.raw`([Bb]earer )[\w.~+/=-]{6,}`,
];

/**
 * Knows tokens and passwords by their shape, and this deployment's own secrets by their value, because a signing secret looks like
 * any other number. One expression over the whole line: a fraction of a microsecond.
 */
export function createScrub(secrets: readonly string[] = []): Scrub {
  const known = secrets
    .filter((secret) => secret.length >= SHORTEST)
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)])
    // The longest first: one secret may begin another.
    .sort((one, other) => other.length - one.length);
  const pattern = new RegExp([...new Set(known.map(escapePattern)), ...SHAPES].join('|'), 'g');
  return (text) =>
    text.replace(pattern, (_, ...groups: unknown[]) => {
      const kept = groups.slice(0, SHAPES.length).find((group) => typeof group === 'string' && group !== '');
      const ends = typeof kept === 'string' && kept.startsWith('://') ? '@' : '';
      return `${typeof kept === 'string' ? kept : ''}${HIDDEN}${ends}`;
    });
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
