/*
 * Recognises a pasted error message or log. Of such a text the message, its codes and identifiers count; times, addresses and
 * process numbers say nothing about the topic, and its words are never misspelt.
 */

/** What may be told from a line, and how strongly it says that a program wrote it. Two points are enough. */
const SIGNS: readonly (readonly [pattern: RegExp, points: number])[] = [
  // 2026-11-29T10:20:30, [29/Nov/2026:10:20:30, Nov 29 10:20:30
  [/\d{4}-\d\d-\d\d[T ]\d\d:\d\d|\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d|^[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d/, 2],
  // [CRITICAL], ERROR:, level=error, FATAL:
  [/[[(]?\b(?:CRITICAL|ERROR|FATAL|WARN(?:ING)?|INFO|DEBUG|PANIC)\b[\])]?(?::|\s)|\blevel=\w/, 2],
  [/^(?:error|fatal|panic|warning)(?:\[\w+\])?: /i, 2],
  // ValueError: …, java.lang.NullPointerException
  [/(?<!\w)[A-Z]\w{0,60}(?:Error|Exception|Warning|Timeout)\b(?::|$)/, 2],
  // Stack traces of Python, JavaScript, Java and Go
  [/^Traceback \(|^\s*File ".{1,200}", line \d|^\s*at [\w.$<>]{1,100} ?\(|^Caused by: |^goroutine \d/, 2],
  // [Errno 98], (pid:123), errno=5, SQLSTATE[…]
  [/\[Errno \d|\(pid:? ?\d|\berrno[= ]\d|\bSQLSTATE\b/, 2],
  // 0.0.0.0:8000, 0x7ffe…, a file with a line
  [/\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b|\b0x[\da-f]{4,}|\w\.(?:py|js|ts|go|java|rb|c|rs):\d+\b/i, 1],
  // "bind failed: …", "upstream error while …"
  [
    /\b(?:failed|refused|denied|timed out|unable to|cannot|could not)\b.{0,200}: \S|: .{0,200}\b(?:failed|refused|denied|timed out)\b/i,
    1,
  ],
  [/^[^?]*$/, 0.5],
];
/** Every sign has one of these. Most questions have none, and this is found out sooner. */
const MAY_BE_LOG = /[\d:[(\n]|Error|Exception|Warning|Timeout/;
const ENOUGH = 2;
const FIRST_LINES = 50;

/** Whether a text was pasted from a program's output: whether most of its lines look like it. */
export function isPastedLog(text: string): boolean {
  if (!MAY_BE_LOG.test(text)) return false;
  const lines = text.split('\n', FIRST_LINES).filter((line) => line.trim() !== '');
  const points = lines.map((line) => SIGNS.reduce((sum, [pattern, each]) => sum + (pattern.test(line) ? each : 0), 0));
  const certain = points.filter((each) => each >= ENOUGH).length;
  return certain > 0 && certain * 3 >= lines.length;
}

/** What is said of a single run, not of its kind. Each becomes a space. */
const NOISE: readonly RegExp[] = [
  /\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:[.,]\d+)?(?:Z| ?[+-]\d\d:?\d\d)?)?/g,
  /\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d(?: [+-]\d{4})?/g,
  /\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]\d \d\d:\d\d:\d\d\b/g,
  /\b\d\d:\d\d:\d\d(?:[.,]\d+)?\b/g,
  /\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b|\b0x[\da-f]+\b|\b(?=[a-f]*\d)(?=\d*[a-f])[\da-f]{8,}\b/gi,
  /\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b/g,
  /\(?\bpid[:= ] ?\d+\)?|\[\d+\]/gi,
  /\b\d+(?:\.\d+)?(?:ms|us|s|KB|MB|GB|KiB|MiB|GiB|kB|%)?(?=[\s,;:)\]]|$)/g,
  /\b(?:CRITICAL|ERROR|FATAL|WARN(?:ING)?|INFO|DEBUG|Traceback|most recent call last)\b/g,
];
/** Numbers that are names: of an HTTP status, an exit code, an error. */
const CODE =
  /\b(?:HTTP\/[\d.]+"? |status(?: code)?[:= ] ?|code[:= ] ?|errno[:= ]? ?|exited with )?(\d{3})\b|\bErrno \d+|\b(?:code|exit(?:ed)?(?: with)?) \d+/gi;
/** A frame of a stack trace: a place in a program, not what went wrong. */
const FRAME =
  /^\s*(?:File ".{0,200}", line \d+.*|at [\w.$<>]{1,100} ?\(.*|\.\.\. \d+ more|raise \S.*|return \S.*|goroutine \d.*)$/;

/** The parts of a log that tell what went wrong: without frames of stack traces, times, addresses and numbers that are no codes. */
export function messageOf(log: string): string {
  const lines = log.split('\n').filter((line) => !FRAME.test(line));
  return lines
    .map((line) => {
      const codes =
        line.match(CODE)?.flatMap((code) => (isCode(code) ? [code.replace(/^HTTP\/[\d.]+"? /, '')] : [])) ?? [];
      return `${NOISE.reduce((rest, pattern) => rest.replace(pattern, ' '), line)} ${codes.join(' ')}`;
    })
    .join('\n');
}

/** 200 is no error, and 8000 no status. */
function isCode(text: string): boolean {
  const number = Number(/\d+/.exec(text.replace(/HTTP\/[\d.]+"? /, ''))?.[0]);
  return !/^\d+$/.test(text) || (number >= 400 && number < 600);
}

/** Words that are looked for together. */
const RUN = 3;
const MAX_RUNS = 16;

/** Signs between two words of a run: spaces, quotation marks, colons. */
const MAX_GAP = 4;
const WORD_CHARACTER = /[\p{L}\p{N}]/u;

/** How many runs of three words of a message a text has. @param message its words in their order, in lower case */
export function countQuotes(message: readonly string[], text: string): number {
  const lower = text.toLowerCase();
  let quotes = 0;
  for (let place = 0; place < Math.min(message.length - RUN + 1, MAX_RUNS); place++) {
    if (hasRun(lower, message.slice(place, place + RUN))) quotes++;
  }
  return quotes;
}

/** By hand: an expression for it takes ten times as long. */
function hasRun(text: string, [first, ...others]: readonly string[]): boolean {
  if (!first) return false;
  for (let at = text.indexOf(first); at >= 0; at = text.indexOf(first, at + 1)) {
    if (WORD_CHARACTER.test(text.charAt(at - 1))) continue;
    let end = at + first.length;
    const follows = others.every((word) => {
      let start = end;
      while (start < end + MAX_GAP && text.charAt(start) !== '\n' && !WORD_CHARACTER.test(text.charAt(start))) start++;
      if (start === end || !text.startsWith(word, start)) return false;
      end = start + word.length;
      return true;
    });
    if (follows && !WORD_CHARACTER.test(text.charAt(end))) return true;
  }
  return false;
}
