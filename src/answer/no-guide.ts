import type { Answer, NoGuideAnswer } from './answer.js';
import type { Answers } from './answers.js';

const NO_GUIDE: NoGuideAnswer = { kind: 'no-guide' };

/** Answers while there is no guide yet: whatever needs one says so. The commands, and the open checklists of a channel, can be listed. */
export function answersWithoutGuide(answers: Answers): Answers {
  const orNothing = (answer: Answer): Answer => {
    if (answer.kind === 'help') return answer;
    return answer.kind === 'checklists' && answer.runs !== undefined && answer.runs.length > 0 ? answer : NO_GUIDE;
  };
  return {
    toRequest: async (request) => orNothing(await answers.toRequest(request)),
    openPage: () => NO_GUIDE,
    openSection: () => NO_GUIDE,
    suggest: () => [],
    openChecklist: () => NO_GUIDE,
    topics: () => NO_GUIDE,
    checklists: async (where) => orNothing(await answers.checklists(where)),
  };
}
