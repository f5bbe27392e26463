import { nearestWord } from '../edit-distance.js';
import { MAX_PAGE_BYTES } from '../parse/limits.js';
import { type Problem, problemAt } from '../problem.js';
import type { SourceFile } from '../source-file.js';
import { FACTS_FILE, type FactUse, type FilledFiles, type ReadFacts } from './fact.js';

/** `{{fact:name}}`; with a backslash in front it is text. The name of a variable has no colon, and those of other tools no "fact:". */
const USE = /(\\?)\{\{[ \t]*fact:[ \t]*([^{}\s]{1,100})[ \t]*\}\}/g;

/**
 * Puts the values of facts where texts name them: in text, tables, code, links and front matter alike. Values have one line, so every line keeps its
 * number. A name that there is not is an error of its file. What cannot be filled stays as it is written.
 * @param read undefined if the guide has no facts.yml
 */
export function fillFacts(files: readonly SourceFile[], read: ReadFacts | undefined): FilledFiles {
  const values = new Map(read?.facts.map(({ name, value }) => [name, value]));
  const broken = new Set(read?.broken);
  const uses: FactUse[] = [];
  const problems: Problem[] = [];

  const fill = ({ file, text }: SourceFile): SourceFile => {
    if (!text.includes('fact:')) return { file, text };
    const lineAt = lineCounter(text);
    let length = text.length;
    const filled = text.replace(USE, (whole, mark: string, name: string, offset: number) => {
      if (mark !== '') return whole.slice(1);
      const line = lineAt(offset);
      const value = values.get(name);
      if (value === undefined) {
        if (!read?.isUnreadable && !broken.has(name)) problems.push(unknownFact({ name, file, line }, values, read));
        return whole;
      }
      uses.push({ name, file, line });
      length += value.length - whole.length;
      // Thousands of long values could make a page that takes minutes to parse.
      return length > MAX_PAGE_BYTES ? whole : value;
    });
    if (length > MAX_PAGE_BYTES) {
      const advice = `has more than ${MAX_PAGE_BYTES / 1024} KiB with the values of its facts. Split it into pages.`;
      problems.push(problemAt('unreadable-page', file, undefined, advice));
    }
    return { file, text: filled };
  };

  return { files: files.map(fill), uses, problems };
}

function unknownFact(
  { name, file, line }: FactUse,
  values: ReadonlyMap<string, string>,
  read: ReadFacts | undefined,
): Problem {
  const near = nearestWord(name, values.keys());
  const advice =
    near !== undefined
      ? `Did you mean "${near}"?`
      : read === undefined
        ? `The guide has no ${FACTS_FILE}: add one, or write the value.`
        : `Add it to ${FACTS_FILE}, or write the value.`;
  return problemAt('unknown-fact', file, line, `"${name}" is not a fact of this guide. ${advice}`);
}

/** Counts lines up to one place after the other. */
function lineCounter(text: string): (offset: number) => number {
  let [line, from] = [1, 0];
  return (offset) => {
    line += text.slice(from, offset).match(/\r\n?|\n/g)?.length ?? 0;
    from = offset;
    return line;
  };
}
