/** A terminal has no field that searches while somebody types. */
export const searchText = (): string[] => [
  'In Slack this opens a dialog that searches as you type. Here, ask a question, or list what there is:',
  '  guidepost ask how do I roll back?',
  '  guidepost ask topics',
];
