import type { TopicsAnswer } from '../../answer/answer.js';
import { pageList } from './page-list.js';
import type { Screen } from './style.js';

export const topicsText = ({ pages }: TopicsAnswer, screen: Screen): string[] => pageList(pages, screen);
