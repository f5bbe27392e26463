/** What a call to Slack's Web API returned. */
export type SlackReply =
  | { readonly kind: 'unreachable'; readonly reason: string }
  | {
      readonly kind: 'answered';
      readonly ms: number;
      readonly ok: boolean;
      /** Slack's error code, if it refused. */
      readonly error: string | undefined;
      readonly fields: Readonly<Record<string, unknown>>;
      /** The scopes of the token, if Slack's reply lists them. */
      readonly scopes: readonly string[] | undefined;
      /** Seconds to wait, if Slack was asked too often. */
      readonly retryAfter: number | undefined;
      /** How far this machine's clock is ahead of Slack's, within half a second; negative if it is behind. */
      readonly aheadMs: number | undefined;
    };

const TIMEOUT_MS = 5_000;
const SLACK = 'https://slack.com/api/';

/** Calls a method of the Web API, with or without a token. Never throws. @param form the method's arguments */
export async function askSlack(
  method: string,
  {
    apiUrl = SLACK,
    token,
    form = {},
  }: {
    readonly apiUrl?: string | undefined;
    readonly token: string | undefined;
    readonly form?: Readonly<Record<string, string>>;
  },
): Promise<SlackReply> {
  const started = Date.now();
  try {
    const response = await fetch(new URL(method, apiUrl.endsWith('/') ? apiUrl : `${apiUrl}/`), {
      method: 'POST',
      headers: { ...(token && { authorization: `Bearer ${token}` }) },
      ...(Object.keys(form).length > 0 && { body: new URLSearchParams(form) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const ended = Date.now();
    const fields = await response.json().catch(() => undefined);
    if (!isObject(fields)) {
      return {
        kind: 'unreachable',
        reason: `it answered with HTTP status ${response.status} and no JSON, which is not Slack’s Web API`,
      };
    }
    const date = Date.parse(response.headers.get('date') ?? '');
    return {
      kind: 'answered',
      ms: ended - started,
      ok: fields.ok === true,
      error: typeof fields.error === 'string' ? fields.error : undefined,
      fields,
      scopes: response.headers
        .get('x-oauth-scopes')
        ?.split(',')
        .map((scope) => scope.trim())
        .filter(Boolean),
      retryAfter: Number(response.headers.get('retry-after')) || undefined,
      // The header has whole seconds; the reply took about half of the time.
      aheadMs: Number.isNaN(date) ? undefined : (started + ended) / 2 - (date + 500),
    };
  } catch (error) {
    return { kind: 'unreachable', reason: reasonOf(error, TIMEOUT_MS) };
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** Why `fetch` failed. Its errors only say “fetch failed”; the reason is their cause. */
export function reasonOf(error: unknown, limitMs: number): string {
  const { name, message, cause } = error as { name?: unknown; message?: unknown; cause?: unknown };
  if (name === 'TimeoutError') return `no answer within ${limitMs / 1_000} s`;
  const { code, message: reason } = (cause ?? {}) as { code?: unknown; message?: unknown };
  return String(code ?? reason ?? message ?? error);
}
