const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const MONTH = `(?:${MONTHS.join('|')})`;

/** `31 October 2026`, `October 2026` or `2026-10-31`: how a fact writes a day. */
const LONG_DAY = new RegExp(`^\\d{1,2} ${MONTH} \\d{4}$`);
const MONTH_AND_YEAR = new RegExp(`^${MONTH} \\d{4}$`);
const SEEN_IN = new RegExp(`${MONTH} \\d{4}`);

/**
 * What a source says, in the words of the fact: a day in the fact's way of writing days, a version with as many parts as the fact has. Where the fact says in
 * which month its version was seen, that becomes this month. Undefined if the fact is written in a way that no source can fill, or has a newer version.
 * @param today `2026-11-30`
 */
export function restate(value: string, said: string, today: string): string | undefined {
  return /^\d{4}-\d{2}-\d{2}$/.test(said) ? restateDay(value, said) : restateVersion(value, said, today);
}

function restateDay(value: string, said: string): string | undefined {
  const [year = '', month = '', day = ''] = said.split('-');
  const name = MONTHS[Number(month) - 1];
  if (LONG_DAY.test(value)) return `${Number(day)} ${name} ${year}`;
  if (MONTH_AND_YEAR.test(value)) return `${name} ${year}`;
  return /^\d{4}-\d{2}-\d{2}$/.test(value) ? said : undefined;
}

function restateVersion(value: string, said: string, today: string): string | undefined {
  const [parts] = /\d+(?:\.\d+)*/.exec(said) ?? [];
  const [known] = /\d+(?:\.\d+)*/.exec(value) ?? [];
  if (parts === undefined || known === undefined) return undefined;
  const now = parts.split('.').slice(0, known.split('.').length).join('.');
  if (now === known) return value;
  // A fix of an old version may be the latest release, and a mirror may be late.
  if (isOlder(now, known)) return undefined;
  const [year = '', month = ''] = today.split('-');
  return value.replace(known, now).replace(SEEN_IN, `${MONTHS[Number(month) - 1]} ${year}`);
}

/** Whether a version comes before another: `3.9` before `3.10`, `8` before `8.11`. */
function isOlder(version: string, than: string): boolean {
  const [parts = [], others = []] = [version, than].map((text) => text.split('.').map(Number));
  const at = others.findIndex((other, index) => other !== (parts[index] ?? 0));
  return at !== -1 && (parts[at] ?? 0) < (others[at] ?? 0);
}
