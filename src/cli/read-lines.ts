/** The lines of a stream, as they come, without their ends and without a byte order mark. */
export async function* readLines(stream: AsyncIterable<string | Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of stream) {
    rest += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield line.replace(/^\uFEFF|\r$/g, '');
  }
  rest += decoder.decode();
  if (rest !== '') yield rest.replace(/^\uFEFF|\r$/g, '');
}
