/** Why `fetch` failed, in the network's own words: its errors say only “fetch failed” and keep the reason as their cause. */
export function reasonOf(error: unknown, limitMs: number): string {
  const { name, message, cause } = error as { name?: unknown; message?: unknown; cause?: unknown };
  if (name === 'TimeoutError') return `no answer within ${limitMs / 1_000} s`;
  const { code, message: reason } = (cause ?? {}) as { code?: unknown; message?: unknown };
  return String(code ?? reason ?? message ?? error);
}
