import type { BlockAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { showDialog } from './show-dialog.js';

/** A trigger opens a dialog for 3 s (docs.slack.dev); the network has its share of them. */
const DEADLINE_MS = 1_000;

export interface OpenInTime {
  /** Opens the dialog; or puts it in the place of the one that was opened meanwhile. */
  show(view: ModalView): Promise<void>;
  /** Opens nothing more by itself. */
  end(): void;
}

/** For a press on Home, whose answer can only be seen in a dialog: where the answer is late, another dialog holds its place. */
export function openInTime(client: WebClient, body: BlockAction, meanwhile: ModalView): OpenInTime {
  let placeholder: Promise<string | undefined> | undefined;
  const timer = setTimeout(() => {
    placeholder = client.views.open({ trigger_id: body.trigger_id, view: meanwhile }).then(
      ({ view }) => view?.id,
      () => undefined,
    );
  }, DEADLINE_MS);
  return {
    async show(view) {
      clearTimeout(timer);
      const opened = await placeholder;
      if (opened === undefined) await showDialog(client, body, view);
      else await client.views.update({ view_id: opened, view });
    },
    end: () => clearTimeout(timer),
  };
}
