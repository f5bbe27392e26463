/** What a pipeline asks a Guidepost server. */
export interface GateQuestion {
  /** The address of the server, without a slash at the end. */
  readonly server: string;
  readonly token: string;
  readonly target: Target;
  /** The id or the title of the phase that decides. */
  readonly phase?: string;
  /** Open the gate with this reason, if items are open. */
  readonly bypass?: string;
  /** How long to wait for the gate; 0 asks once. */
  readonly waitMs: number;
}

/** One run by its id, or the newest open one of a page that has this name. */
export type Target =
  | { readonly run: string }
  | { readonly page: string; readonly name: string; readonly channel?: string; readonly checklist?: string };

/** The texts of a question as they were given, by the names of the options. */
export type Given = Readonly<Partial<Record<GateOption, string | undefined>>>;
export type GateOption =
  | 'server'
  | 'token'
  | 'run'
  | 'page'
  | 'name'
  | 'channel'
  | 'checklist'
  | 'phase'
  | 'bypass'
  | 'wait';

export interface ReadOptions {
  /** How a person writes an option, such as `--page`. */
  readonly written: (option: GateOption) => string;
  /** Send the token without encryption to other machines. */
  readonly allowHttp: boolean;
}

/** Reads a question. Everything that is wrong with it is listed, each as a sentence that says what to write. */
export function readQuestion(given: Given, options: ReadOptions): GateQuestion | { readonly problems: string[] } {
  const { written } = options;
  const problems: string[] = [];
  const text = (option: GateOption): string | undefined => {
    const value = given[option];
    // An empty variable of a pipeline must not turn a question about one phase into another one.
    if (value !== undefined && value.trim() === '') problems.push(`${written(option)} is empty. Give it a value.`);
    return value?.trim() || undefined;
  };
  const [run, page, name] = [text('run'), text('page'), text('name')];
  const [channel, checklist] = [text('channel'), text('checklist')];
  const [phase, bypass, wait] = [text('phase'), text('bypass'), text('wait')];
  const server = readServer(given.server?.trim() ?? '', options);
  const token = given.token?.trim() ?? '';
  const waitMs = wait === undefined ? 0 : durationMs(wait);
  if ('problem' in server) problems.push(server.problem);
  if (token === '')
    problems.push(`${written('token')} is missing. guidepost token create makes a token that may ask the gate.`);
  // Whatever cannot be sent as a header must not be printed either, so the token is not named.
  else if (!/^[\x21-\x7e]+$/.test(token))
    problems.push(`${written('token')} has blanks or other characters that no token has.`);
  if (waitMs === undefined)
    problems.push(
      `${written('wait')} is a time such as 30m, 90s or 1h30m, up to ${MAX_HOURS} hours, not ${JSON.stringify(wait)}.`,
    );
  if (run !== undefined && [page, name, channel, checklist].some((each) => each !== undefined))
    problems.push(`Give either ${written('run')}, or ${written('page')} and ${written('name')}, not both.`);
  else if (run === undefined && (page === undefined || name === undefined))
    problems.push(`Say which checklist: ${written('run')}, or ${written('page')} and ${written('name')}.`);
  if (problems.length > 0 || 'problem' in server || waitMs === undefined) return { problems };
  const target: Target =
    run === undefined
      ? {
          ...{ page: page ?? '', name: name ?? '' },
          ...(channel !== undefined && { channel }),
          ...(checklist !== undefined && { checklist }),
        }
      : { run };
  return {
    ...{ server: server.address, token, target, waitMs },
    ...(phase !== undefined && { phase }),
    ...(bypass !== undefined && { bypass }),
  };
}

function readServer(given: string, { written, allowHttp }: ReadOptions): { address: string } | { problem: string } {
  const name = written('server');
  if (given === '')
    return { problem: `${name} is missing. Give the address of Guidepost, such as https://guidepost.example.` };
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    return { problem: `${name} is an address such as https://guidepost.example, not ${JSON.stringify(given)}.` };
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    return { problem: `${name} has more than an address. Give it without a password, “?” and “#”.` };
  if (url.protocol === 'http:' && !allowHttp && !isThisMachine(url.hostname))
    return { problem: `${name} begins with http://, so everyone on the way could read the token. Use https://.` };
  return { address: `${url.origin}${url.pathname.replace(/\/+$/, '')}` };
}

function isThisMachine(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

const MAX_HOURS = 24;
const DURATION = /^(?:(\d{1,2})h)?(?:(\d{1,4})m(?:in)?)?(?:(\d{1,5})s)?$/i;

/** `90s`, `30m`, `1h30m` in milliseconds; undefined for anything else, for nothing, and for more than a day. */
export function durationMs(text: string): number | undefined {
  const [, hours = 0, minutes = 0, seconds = 0] = DURATION.exec(text.replace(/\s+/g, '')) ?? [];
  const total = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
  return total > 0 && total <= MAX_HOURS * 3_600 ? total * 1_000 : undefined;
}
