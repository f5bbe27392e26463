import type { Page } from 'playwright-core';
import { message, type Studio } from './studio.js';

/** A release by three people, with the first example of docs/runbooks.md. */
export async function runbookScreenshots({ ask, open, shoot }: Studio): Promise<void> {
  const ada = await open('ada', 'deployments', { width: 900, height: 1000 });
  const ben = await open('ben', 'deployments', { width: 900, height: 1000 });
  const chika = await open('chika', 'deployments', { width: 900, height: 1000 });
  const run = (page: Page) => message(page, /\d of 7/);
  const shows = (page: Page, text: string) => run(page).filter({ hasText: text }).waitFor();
  const dialog = (page: Page) => page.getByRole('dialog');

  await ask(ada, '/guide checklist release: shop 2.4 service=shop', 'Post…');
  await shoot(message(ada, 'Post…'), 'runbook-preview');
  await ada.getByRole('button', { name: 'Post…' }).click();
  await dialog(ada).getByRole('textbox', { name: 'Version' }).fill('2.4');
  await shoot(dialog(ada), 'runbook-start', { keepsFocus: true });
  await dialog(ada).getByRole('button', { name: 'Post', exact: true }).click();
  await dialog(ada).waitFor({ state: 'hidden' });

  await run(ben)
    .getByRole('button', { name: /^Done: Freeze/ })
    .click();
  await shows(chika, '1 of 7');
  await run(ben)
    .getByRole('button', { name: /^Approve/ })
    .click();
  await shows(chika, '1 of 2 approvals');
  await shoot(run(ada), 'runbook-message');
  await run(chika)
    .getByRole('button', { name: /^Approve/ })
    .click();
  await shows(ada, '2 of 7');

  await run(ada)
    .getByRole('button', { name: /^Done: Deploy 2.4/ })
    .click();
  await dialog(ada).getByRole('textbox', { name: 'Link' }).fill('https://ci.example/24');
  await dialog(ada).getByRole('button', { name: 'Done' }).click();
  await shows(ben, '3 of 7');
  await run(ben)
    .getByRole('button', { name: /^Show all/ })
    .click();
  await dialog(ben).getByText('Tell support').waitFor();
  await shoot(dialog(ben), 'runbook-show-all', { keepsFocus: true });
}
