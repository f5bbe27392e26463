import type { PostedMessage, SimulatedSlack } from '@guidepost/slack-simulator';

export interface Posting {
  readonly by?: string;
  readonly in?: string;
  /** What is typed after `/guide checklist`: a topic, and optionally the name of the run. */
  readonly topic?: string;
}

/** Asks for a checklist, posts it to the channel, and waits until the result replaces the preview. */
export async function postChecklist(
  slack: SimulatedSlack,
  { by = 'ada', in: channel = '#deployments', topic = 'launch' }: Posting = {},
): Promise<{ preview: PostedMessage; posted: PostedMessage }> {
  const place = slack.workspace.as(by).in(channel);
  const preview = await place.command(`/guide checklist ${topic}`);
  await preview.press('Post to this channel');
  await postingOver(slack, preview);
  return { preview, posted: place.lastMessage() };
}

/** Waits until the result of the posting replaces the preview. */
export function postingOver(slack: SimulatedSlack, preview: PostedMessage): Promise<void> {
  return slack.until(() => !preview.buttons().includes('Post with options…'), {
    what: 'the posting',
  });
}
