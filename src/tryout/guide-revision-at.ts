/** Which edition of the guide the app at a port of this machine answers from; nothing where it does not say so. */
export async function guideRevisionAt(port: number): Promise<string | undefined> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(1_000) });
    const { guide } = (await response.json()) as { guide?: { revision?: string } };
    return guide?.revision;
  } catch {
    return undefined;
  }
}
