import type { WebClient } from '@slack/web-api';
import type { Answer, Request } from '../../answer/answer.js';
import type { ChannelSettings } from '../../channels/channel-settings.js';
import { pageNamed } from '../../guide/page-directory.js';
import { isChannel } from '../payload.js';
import type { Services } from '../services.js';
import {
  ANSWER,
  channelSettingsDialog,
  MENTIONS_FIELD,
  noSuchPageText,
  onlyInChannelsNotice,
  PREFERRED_FIELD,
  QUESTIONS_FIELD,
} from '../views/channel-settings.js';
import { showDialog } from './dialogs.js';
import type { PressListener } from './press.js';
import type { SubmissionListener } from './submission.js';

type SettingsServices = Pick<Services, 'answering' | 'channels' | 'slack'>;

/** Answers what somebody typed, with what the channel prefers. The settings are for rendering it. */
export async function answerInChannel(
  { answering, channels }: Pick<Services, 'answering' | 'channels'>,
  asked: Omit<Request, 'preferredPage'>,
): Promise<{ readonly answer: Answer; readonly settings: ChannelSettings }> {
  const settings = await channels.of(asked);
  const answer = await answering.answers.toRequest({ ...asked, preferredPage: settings.preferredPage });
  return { answer, settings };
}

/** Opens the dialog. @throws StoreUnavailable */
export async function openChannelSettings(
  { answering, channels, slack }: SettingsServices,
  {
    installation,
    channel,
    ...pressed
  }: { readonly installation: string; readonly channel: string; readonly trigger_id: string },
): Promise<void> {
  const settings = await channels.read({ installation, channel });
  const preferred = answering.guide().bySlug.get(settings.preferredPage ?? '');
  const client: WebClient = slack.clientFor(installation);
  await showDialog(client, pressed, channelSettingsDialog(channel, settings, preferred));
}

/** `settings:open`: the same by a button. */
export function openSettings(services: SettingsServices): PressListener<'settings:open'> {
  return async ({ acknowledge, body, context, installation, whisper }) => {
    await acknowledge();
    const channel = body.channel?.id ?? '';
    if (!isChannel(channel)) return whisper(onlyInChannelsNotice(context));
    await openChannelSettings(services, { installation, channel, trigger_id: body.trigger_id });
  };
}

/** `settings`: saves what the channel has chosen. */
export function saveSettings({ answering, channels }: SettingsServices): SubmissionListener<'settings'> {
  return async ({ at, by, close, installation, refuse, state: { channel }, values }) => {
    const typed = values.text(PREFERRED_FIELD);
    const preferred = typed === '' ? undefined : pageNamed(answering.guide(), typed);
    if (preferred === undefined && typed !== '') {
      const closest = [...new Set(answering.answers.suggest(typed, 10).map(({ page }) => page.title))].slice(0, 3);
      return refuse({ [PREFERRED_FIELD]: noSuchPageText(typed, closest) });
    }
    const [questionsTo] = values.people(QUESTIONS_FIELD);
    await channels.change(
      { installation, channel },
      {
        preferredPage: preferred?.slug,
        answersMentions: values.choice(MENTIONS_FIELD) === ANSWER,
        questionsTo,
        changedBy: by.id,
        changedAt: at,
      },
    );
    await close();
  };
}
