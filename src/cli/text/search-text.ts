/** A terminal has no field that searches while somebody types. */
export function searchText(): string[] {
  return [
    'In Slack this opens a dialog that searches as you type. Here, ask a question, or list what there is:',
    '  guidepost ask how do I roll back?',
    '  guidepost ask topics',
  ];
}
