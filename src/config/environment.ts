/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads a variable by its name; one that is empty is unset. */
export type Read = (name: string) => string | undefined;

/** The environment, and the problems found in it so far. */
export interface Source {
  readonly read: Read;
  readonly problems: string[];
}

/** Variables without the spaces around them, and no problems yet. */
export function sourceOf(environment: Environment): Source {
  return {
    read: (name) => environment[name]?.trim() || undefined,
    problems: [],
  };
}

/** Reads a variable that has one of a few values, whatever its case. */
export function choose<T extends string>(
  name: string,
  choices: readonly T[],
  { read, problems }: Source,
): T | undefined {
  const value = read(name);
  const choice = choices.find((each) => each === value?.toLowerCase());
  if (value !== undefined && choice === undefined) problems.push(`${name} must be one of ${choices.join(', ')}`);
  return choice;
}

/** Variables with values that must never be shown. */
const SECRET = [
  'SLACK_BOT_TOKEN',
  'SLACK_APP_TOKEN',
  'SLACK_SIGNING_SECRET',
  'SLACK_CLIENT_SECRET',
  'SLACK_STATE_SECRET',
  'TOKEN_KEYS',
  'METRICS_TOKEN',
  'DATABASE_URL',
  'GUIDE_TOKEN',
  'GUIDE_WEBHOOK_SECRET',
  'GUIDEPOST_TOKEN',
];

/** The environment for a program that is not ours: without the secrets of Guidepost, such as its tokens. */
export function withoutSecrets(environment: Environment): Environment {
  const isSecret = (name: string): boolean =>
    SECRET.includes(name) || /^OTEL_EXPORTER_OTLP_(?:TRACES_)?HEADERS$/.test(name);
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !isSecret(name)));
}

/** All secrets in the environment, which must not appear in a log, an error or a report; also the parts of lists and URLs. */
export function secretsOf(environment: Environment): string[] {
  return [
    ...SECRET.flatMap((name) => {
      const value = environment[name]?.trim();
      if (!value) return [];
      if (name === 'DATABASE_URL') return passwordsOf(value);
      // `token` or `user:token`, which is sent encoded.
      if (name === 'GUIDE_TOKEN') return [value, value.slice(value.indexOf(':') + 1), ...encodedTokens(value)];
      // A list of keys, each perhaps as `id:key`.
      return name === 'TOKEN_KEYS' ? [value, ...value.split(/[\s,;:=]+/)] : [value];
    }),
    ...headerValues(environment.OTEL_EXPORTER_OTLP_HEADERS),
    ...headerValues(environment.OTEL_EXPORTER_OTLP_TRACES_HEADERS),
  ];
}

/** As the header `Authorization` has it. */
function encodedTokens(value: string): string[] {
  const whole = value.includes(':') ? value : `x-access-token:${value}`;
  return [Buffer.from(whole).toString('base64')];
}

/** Encoded and decoded. A password that equals the user's or the database's name would blank out too much to be useful. */
function passwordsOf(url: string): string[] {
  if (!URL.canParse(url)) return [];
  const { username, password, pathname, searchParams } = new URL(url);
  const names = [username, pathname.slice(1)];
  return [password, decoded(password), searchParams.get('password') ?? ''].filter(
    (each) => each !== '' && !names.includes(each),
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** `name=value,name=value`, OpenTelemetry's format for headers. */
function headerValues(headers = ''): string[] {
  return headers.split(',').flatMap((header) => {
    const value = header.slice(header.indexOf('=') + 1).trim();
    return value === '' ? [] : [value, decoded(value), decoded(value).split(' ').at(-1) ?? ''];
  });
}
