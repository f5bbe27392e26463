type Options = Intl.DateTimeFormatOptions;

const dateFormats: Record<string, Options> = {
  date_num: { year: 'numeric', month: '2-digit', day: '2-digit' },
  date: { year: 'numeric', month: 'long', day: 'numeric' },
  date_short: { year: 'numeric', month: 'short', day: 'numeric' },
  date_long: { year: 'numeric', month: 'long', day: 'numeric', weekday: 'long' },
};
const timeFormats: Record<string, Options> = {
  time: { hour: 'numeric', minute: '2-digit' },
  time_secs: { hour: 'numeric', minute: '2-digit', second: '2-digit' },
};

/**
 * Fills in Slack's date tokens, such as `{date_short_pretty} at {time}`, in local time.
 * Unknown tokens stay as they are. `seconds` are since 1970.
 */
export function formatDate(seconds: number, format: string, now: Date = new Date(), zone?: string): string {
  const at = new Date(seconds * 1000);
  const inZone = zone === undefined ? {} : { timeZone: zone };
  const say = (options: Options) => new Intl.DateTimeFormat('en', { ...options, ...inZone }).format(at);
  return format.replace(/\{(\w+)\}/g, (token, name: string, offset: number) => {
    const time = timeFormats[name];
    if (time) return say(time);
    if (name === 'ago') return ago(at, now);
    const options = dateFormats[name.replace(/_pretty$/, '')];
    if (!options) return token;
    const near = name.endsWith('_pretty') ? nearDay(at, now, zone) : undefined;
    if (near) return offset === 0 ? near.charAt(0).toUpperCase() + near.slice(1) : near;
    return say(options);
  });
}

function nearDay(at: Date, now: Date, zone: string | undefined): string | undefined {
  const inZone = zone === undefined ? {} : { timeZone: zone };
  const day = (date: Date) =>
    Date.parse(new Intl.DateTimeFormat('en-CA', { dateStyle: 'short', ...inZone }).format(date)) / 86_400_000;
  return { '-1': 'yesterday', '0': 'today', '1': 'tomorrow' }[String(Math.round(day(at) - day(now)))];
}

function ago(at: Date, now: Date): string {
  const seconds = Math.round((at.getTime() - now.getTime()) / 1000);
  const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
  const size = Math.abs(seconds);
  if (size < 60) return words.format(seconds, 'second');
  if (size < 3600) return words.format(Math.trunc(seconds / 60), 'minute');
  if (size < 86_400) return words.format(Math.trunc(seconds / 3600), 'hour');
  return words.format(Math.trunc(seconds / 86_400), 'day');
}
