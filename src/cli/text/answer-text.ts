import type { Answer } from '../../answer/answer.js';
import { checklistsText, checklistText, noChecklistText } from './checklist-text.js';
import { helpText } from './help-text.js';
import { nothingFoundText, pageGoneText } from './nothing-found-text.js';
import { pageText } from './page-text.js';
import { resultsText } from './results-text.js';
import { searchText } from './search-text.js';
import type { Screen } from './style.js';
import { topicsText } from './topics-text.js';

/** An answer for a terminal, ended by a line break. */
export function answerText(answer: Answer, screen: Screen): string {
  return `${linesOf(answer, screen).join('\n')}\n`;
}

function linesOf(answer: Answer, screen: Screen): string[] {
  switch (answer.kind) {
    case 'page':
      return pageText(answer, screen);
    case 'results':
      return resultsText(answer, screen);
    case 'nothing-found':
      return nothingFoundText(answer, screen);
    case 'checklist':
      return checklistText(answer, screen);
    case 'no-checklist':
      return noChecklistText(answer, screen);
    case 'topics':
      return topicsText(answer, screen);
    case 'checklists':
      return checklistsText(answer, screen);
    case 'help':
      return helpText(answer, screen);
    case 'search':
      return searchText();
    case 'page-gone':
      return pageGoneText(answer, screen);
  }
}
