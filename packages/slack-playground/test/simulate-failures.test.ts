import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { WebSocket } from 'ws';
import { button, describeLongInBrowser, log, onStage, write } from './in-browser.js';

describeLongInBrowser('simulated failures in a browser', () => {
  const stage = onStage({ appToken: 'xapp-playground-test' });
  const settings = (page: Page) => page.getByRole('dialog', { name: 'Simulate failures' });
  const turn = async (page: Page, ...labels: string[]) => {
    await page.getByRole('button', { name: 'Simulate failures' }).click();
    for (const label of labels) await settings(page).getByRole('switch', { name: label }).check();
    await page.keyboard.press('Escape');
    await settings(page).waitFor({ state: 'hidden' });
  };
  const banner = (page: Page) => page.getByRole('status').filter({ hasText: 'Simulating failures' });

  it('are shown in every window, and can be turned off in all of them', async () => {
    const [ada, ben] = [await stage.open('ada'), await stage.open('ben')];
    await turn(ada, 'Lost replies', 'Rate limits');
    await banner(ben).waitFor();
    expect(await banner(ben).textContent()).toBe('Simulating failures: Lost replies, Rate limits.');
    const { active } = stage.scene.slack.faults;
    expect(active).toMatchObject({ rateLimits: true, calls: { '*': { loseReply: true } } });
    await ben.getByRole('button', { name: 'Simulate failures' }).click();
    expect(await settings(ben).getByRole('switch', { name: 'Rate limits' }).isChecked()).toBe(true);
    await settings(ben).getByRole('switch', { name: 'Lost replies' }).uncheck();
    await banner(ada).filter({ hasText: 'Simulating failures: Rate limits.' }).waitFor();
    await ada.getByRole('button', { name: 'Turn off' }).click();
    await banner(ada).waitFor({ state: 'hidden' });
    expect(stage.scene.slack.faults.active.rateLimits).toBe(false);
  });

  it('deliver everything twice if that is switched on, as the inspector shows', async () => {
    const page = await stage.open('ada');
    await turn(page, 'Repeated deliveries');
    await page.getByRole('button', { name: 'Inspector' }).click();
    await write(page, '/guide static');
    await log(page).getByRole('heading', { name: 'Static content' }).waitFor();
    await stage.scene.slack.until(() => stage.scene.slack.requests.length === 2);
    const lines = page.getByRole('complementary', { name: 'Inspector' }).locator('.exchange-line');
    await lines.nth(1).waitFor();
    expect(await lines.allTextContents()).toEqual([
      expect.stringContaining('/guide'),
      expect.stringContaining('/guide'),
    ]);
  });

  it('make the Web API unreachable, and show the call that got no answer', async () => {
    const page = await stage.open('ada');
    await write(page, '/guide static');
    await turn(page, 'Lost replies');
    await button(page, 'Checklist (3 items)').click();
    // The message was posted, although the app never got the reply.
    await log(page).getByText('0 of 3 done').waitFor();
    await page.getByRole('button', { name: 'Inspector' }).click();
    await page.locator('.exchange', { hasText: 'chat.postMessage' }).getByText('reply lost').waitFor();
  });

  it('drop the Socket Mode connection, which is offered only while there is one', async () => {
    const { slack } = stage.scene;
    const connect = async (): Promise<WebSocket> => {
      const headers = { Authorization: 'Bearer xapp-playground-test' };
      const reply = await fetch(new URL('apps.connections.open', slack.apiUrl), { method: 'POST', headers });
      const socket = new WebSocket(((await reply.json()) as { url: string }).url);
      socket.on('message', (data) => {
        const { envelope_id } = JSON.parse(String(data));
        if (envelope_id) socket.send(JSON.stringify({ envelope_id, payload: { text: 'Over the socket.' } }));
      });
      return socket;
    };
    const page = await stage.open('ada');
    await page.getByRole('button', { name: 'Simulate failures' }).click();
    const drop = settings(page).getByRole('button', { name: 'Drop the Socket Mode connection' });
    await settings(page).getByRole('switch', { name: 'Rate limits' }).waitFor();
    expect(await drop.count()).toBe(0);
    const socket = await connect();
    const closed = new Promise((resolve) => socket.once('close', resolve));
    await drop.click();
    await closed;
    await drop.waitFor({ state: 'hidden' });
    const another = await connect();
    await drop.waitFor();
    await page.keyboard.press('Escape');
    await write(page, '/guide static');
    await log(page).getByText('Over the socket.').waitFor();
    expect(slack.requests.map(({ transport }) => transport)).toEqual(['socket']);
    another.terminate();
  });

  it('refuse an unknown switch', async () => {
    const page = await stage.open('ada');
    const reply = await page.evaluate(async () => {
      const headers = { 'Content-Type': 'application/json' };
      const body = JSON.stringify({ id: 'earthquake', isOn: true });
      const response = await fetch('/api/fault', { method: 'POST', headers, body });
      return { status: response.status, body: await response.text() };
    });
    expect(reply).toEqual({ status: 404, body: expect.stringContaining('earthquake') });
  });
});
