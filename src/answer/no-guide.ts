import type { NoGuideAnswer } from './answer.js';
import type { Answers } from './answers.js';

const NO_GUIDE: NoGuideAnswer = { kind: 'no-guide' };

/** Answers while there is no guide yet: whatever needs one says so. The commands, and the checklists of a channel, can be listed. */
export function answersWithoutGuide(answers: Answers): Answers {
  return {
    async toRequest(request) {
      const answer = await answers.toRequest(request);
      return answer.kind === 'help' || answer.kind === 'checklists' ? answer : NO_GUIDE;
    },
    openPage: () => NO_GUIDE,
    openSection: () => NO_GUIDE,
    suggest: () => [],
    openChecklist: () => NO_GUIDE,
    topics: () => NO_GUIDE,
    checklists: (where) => answers.checklists(where),
  };
}
