import { MAX_LINES } from '../parse/limits.js';
import {
  dropHiddenCode,
  dropIncludedCode,
  dropScripts,
  labelCode,
  partDetails,
  readAsides,
  readDefinitions,
  readDiagrams,
  readFencedCallouts,
  readFormulas,
  readKramdownCallouts,
  readMarkdownInHtml,
  readProperties,
  readQuotations,
  readTaskStates,
} from './blocks.js';
import { readContainers } from './containers.js';
import { dropComments, readAbbreviations, readInlineMarks } from './inline-marks.js';
import { codeLines, type Line, type Translate, type Translation } from './lines.js';
import { isMdx, partElements, readMdx } from './mdx.js';
import { dropAttributes, includeSnippets, readIndentedBlocks, readSlashBlocks } from './mkdocs.js';
import { readOutputs } from './outputs.js';
import { readTags } from './tags.js';
import { readConfluence, readWikiLinks } from './wikis.js';

/** A tag alone on its line, and code right below it: for Markdown, the code would be HTML. */
const partCode: Translate = (lines) => {
  const isCode = codeLines(lines);
  return lines.flatMap((line, index) => {
    const isTag = /^\s*<[^<>]*>(?:[^<>]*<\/summary>)?\s*$/.test(line.text) && !isCode[index];
    return isTag && isCode[index + 1] ? [line, { text: '', line: line.line }] : [line];
  });
};

// What a page has none of costs little: each adapter looks for its marks first.
const ADAPTERS: readonly Translate[] = [
  dropScripts,
  dropIncludedCode,
  includeSnippets,
  readOutputs,
  readTags,
  dropComments,
  readConfluence,
  dropHiddenCode,
  readDiagrams,
  readFencedCallouts,
  labelCode,
  readFormulas,
  readAsides,
  readQuotations,
  readMarkdownInHtml,
  readIndentedBlocks,
  readSlashBlocks,
  readKramdownCallouts,
  readContainers,
  readDefinitions,
  readTaskStates,
  readProperties,
  readAbbreviations,
  dropAttributes,
  readInlineMarks,
  readWikiLinks,
  partDetails,
  partCode,
];

/**
 * A page's text without the markup that other tools add to Markdown. The marks of the tools do not overlap, so every page is read for all of
 * them, whatever tool its folder is for.
 * @param firstLine of the text in the file
 */
export function translate(text: string, firstLine: number, translation: Translation): Line[] {
  let lines: Line[] = text.split('\n').map((each, index) => ({ text: each, line: firstLine + index }));
  // In mdBook, what is left out has no marks. A page with more lines is refused anyway.
  if ((!MARKS.test(text) && translation.dialect !== 'mdbook') || lines.length > MAX_LINES) return lines;
  if (isMdx(translation, lines)) lines = partElements(readMdx(lines, translation), translation);
  return ADAPTERS.reduce((translated, adapter) => adapter(translated, translation), lines);
}

const MARKS =
  /[{<^~]|8<-|\[\[|==|\+\+|%%|\$\$|\$`|~"|:(?:material|octicons|fontawesome|simple)-|^[ \t]*(?::[: \t]|!!!|\?\?\?|===|\/\/\/|>>>|\*\[|(?:[-*+]|\d+[.)])[ \t]+\[[^ xX]\]|(?:`{3}|~{3}).*[[=]|(?:`{3}|~{3})admonish)|^import\s|^[A-Z][\w /-]{0,30}: \S.*\n[A-Z][\w /-]{0,30}: \S/m;
