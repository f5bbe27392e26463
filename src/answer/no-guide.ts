import type { Answer, ChecklistsAnswer, NoGuideAnswer } from './answer.js';
import type { Answers } from './answers.js';

const NO_GUIDE: NoGuideAnswer = { kind: 'no-guide' };

/** Answers while there is no guide yet: whatever needs one says so. The commands, and the open checklists of a channel, can be listed. */
export function answersWithoutGuide(answers: Answers): Answers {
  const orNothing = (answer: Answer): Answer => {
    // These are not about the guide.
    if (answer.kind === 'help' || answer.kind === 'report' || answer.kind === 'forget-me') return answer;
    return answer.kind === 'checklists' ? listOrNothing(answer) : NO_GUIDE;
  };
  // An empty list that somebody turned to, or searched in, has buttons that lead on.
  const listOrNothing = (answer: ChecklistsAnswer): ChecklistsAnswer | NoGuideAnswer => {
    const { archived, from, runs, text } = answer;
    const isAsked = archived || from !== undefined || text !== undefined;
    return isAsked || (runs !== undefined && (runs === 'unreadable' || runs.runs.length > 0)) ? answer : NO_GUIDE;
  };
  return {
    toRequest: async (request) => orNothing(await answers.toRequest(request)),
    openPage: () => NO_GUIDE,
    openSection: () => NO_GUIDE,
    suggest: () => [],
    openChecklist: () => NO_GUIDE,
    examples: () => [],
    topics: () => NO_GUIDE,
    checklists: async (where, wanted) => {
      const answer = await answers.checklists(where, wanted);
      return answer.kind === 'checklists' ? listOrNothing(answer) : answer;
    },
  };
}
