import type { Answer } from './answer.js';
import type { Sources } from './sources.js';

export const listChecklists = ({ guide }: Sources): Answer => ({
  kind: 'checklists',
  pages: guide.pages.filter(({ checklist }) => checklist !== undefined),
});
