import type { Root } from 'mdast';
import { translate } from '../dialects/translate.js';
import type { SplitFile } from '../front-matter/split.js';
import type { Rule } from '../rules.js';
import { parseMarkdown } from './markdown.js';

/** What a page's text depends on besides itself. */
export interface PageContext {
  /** The text of another Markdown file of the folder, by its path; undefined if there is none. */
  readonly fragment: (path: string, from: string) => string | undefined;
  /** The path of the page that a wiki link names. */
  readonly pageNamed: (name: string) => string | undefined;
  /** What the menu of the folder calls a page, by its file. In a wiki, that is the file's name. */
  readonly titleOf: (file: string) => string | undefined;
  /** The tool that the folder is written for, if it is known. For `plain`, the markup of other tools is not read. */
  readonly dialect: string | undefined;
  /** What `{{ name }}` stands for, if the tool fills it in. */
  readonly values?: ReadonlyMap<string, string>;
}

/** A page by itself. */
export const NO_CONTEXT: PageContext = {
  fragment: () => undefined,
  pageNamed: () => undefined,
  titleOf: () => undefined,
  dialect: undefined,
};

export interface BodyReader {
  /** The page declares variables, so that `{{name}}` is one. */
  readonly hasVariables?: boolean;
  readonly warn: (line: number, text: string, rule: Rule) => void;
  readonly leaveOut: (markup: string) => void;
}

/** The tree of a page's text. @throws PageError if it is beyond the limits of a page */
export function parseBody(
  { body, bodyLine }: SplitFile,
  file: string,
  context: PageContext = NO_CONTEXT,
  { hasVariables = false, warn, leaveOut }: BodyReader = { warn: () => {}, leaveOut: () => {} },
): Root {
  const lines =
    context.dialect === 'plain'
      ? body.split('\n').map((text, index) => ({ text, line: bodyLine + index }))
      : translate(body, bodyLine, {
          file,
          dialect: context.dialect,
          ...(context.values && { values: context.values }),
          hasVariables,
          warn,
          leaveOut,
          fragment: (path) => context.fragment(path, file),
          pageNamed: context.pageNamed,
        });
  return parseMarkdown(lines, warn);
}
