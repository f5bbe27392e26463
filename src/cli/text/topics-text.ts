import type { TopicsAnswer } from '../../answer/answer.js';
import { pageList } from './page-list.js';
import type { Screen } from './style.js';

export function topicsText({ pages }: TopicsAnswer, screen: Screen): string[] {
  return pageList(pages, screen);
}
