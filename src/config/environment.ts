/** The environment's variables by name, as a process is given them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Variables whose whole value must never be shown. */
const SECRET = [
  'SLACK_BOT_TOKEN',
  'SLACK_APP_TOKEN',
  'SLACK_SIGNING_SECRET',
  'SLACK_CLIENT_SECRET',
  'SLACK_STATE_SECRET',
  'TOKEN_KEYS',
  'METRICS_TOKEN',
  'DATABASE_URL',
];

/** Everything in the environment that must not turn up in a log, an error or a report; the parts of a list and of an address too. */
export function secretsOf(environment: Environment): string[] {
  return [
    ...SECRET.flatMap((name) => {
      const value = environment[name]?.trim();
      if (!value) return [];
      if (name === 'DATABASE_URL') return passwordsOf(value);
      // A ring of keys: `id:key`, one after the other.
      return name === 'TOKEN_KEYS' ? [value, ...value.split(/[\s,;:=]+/)] : [value];
    }),
    ...headerValues(environment.OTEL_EXPORTER_OTLP_HEADERS),
    ...headerValues(environment.OTEL_EXPORTER_OTLP_TRACES_HEADERS),
  ];
}

/** As it is written, and as it is meant. One that is the name of the user or of the database as well is no secret worth the holes. */
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

/** `name=value,name=value`, as OpenTelemetry writes headers. */
function headerValues(headers = ''): string[] {
  return headers.split(',').flatMap((header) => {
    const value = header.slice(header.indexOf('=') + 1).trim();
    return value === '' ? [] : [value, decoded(value), decoded(value).split(' ').at(-1) ?? ''];
  });
}
