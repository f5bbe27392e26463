import { actor } from './act.js';
import { composer } from './composer/composer.js';
import { announcer } from './conversation/announcer.js';
import { channelHead } from './conversation/channel-head.js';
import { messageList } from './conversation/message-list.js';
import { deskStore } from './desk-store.js';
import { confirmFirst } from './dialogs/confirm-first.js';
import { dialogHost } from './dialogs/dialog-host.js';
import { element } from './dom/element.js';
import { addressName, findChannel } from './find-channel.js';
import type { Desk } from './protocol.js';
import { keepSelection, readSelection, type Selection } from './selection.js';
import { isCommand, sendLine } from './send-line.js';
import { fetchPeople, listen, send } from './server.js';
import { sidebar } from './sidebar/sidebar.js';
import { windowState } from './window-state.js';

/** Puts the window together: what changes anywhere leads to one redraw of everything that it concerns. */
export async function startWindow(root: HTMLElement): Promise<void> {
  const people = await fetchPeople();
  const wanted = readSelection();
  const firstPerson = people.find(({ name }) => name === wanted.person) ?? people[0];
  if (!firstPerson) throw new Error('The workspace has no people.');
  let selection: Selection = { person: firstPerson.name, channel: wanted.channel ?? '' };

  const store = deskStore();
  const state = windowState();
  let isLost = false;
  let busyCommands = 0;
  let isWaiting = false;
  const redraw = () => {
    if (isWaiting) return;
    isWaiting = true;
    queueMicrotask(() => {
      isWaiting = false;
      if (store.desk) draw(store.desk);
    });
  };
  const act = actor({ person: () => selection.person, app: () => store.desk?.app.name ?? 'The app', state, redraw });

  const say = async (line: string) => {
    const { desk } = store;
    if (!desk) return;
    list.followEnd();
    const waits = isCommand(desk, line) ? 1 : 0;
    busyCommands += waits;
    redraw();
    const failure = await sendLine(desk, findChannel(desk, selection.channel), line);
    busyCommands -= waits;
    if (failure) write.restore(line);
    notice.textContent = failure && !failure.isSaidInChannel ? failure.words : '';
    redraw();
  };

  let stopListening = () => {};
  const follow = () => {
    stopListening();
    store.clear();
    stopListening = listen(selection.person, {
      open: () => {
        isLost = false;
        store.clear();
      },
      change: (change) => {
        store.apply(change);
        redraw();
      },
      lost: () => {
        isLost = true;
        redraw();
      },
    });
  };
  const closeSidebar = () => root.classList.remove('shows-sidebar');

  const side = sidebar({
    openChannel: (channel) => {
      selection = { ...selection, channel: addressName(channel) };
      closeSidebar();
      redraw();
      write.focus();
    },
    becomePerson: (person) => {
      selection = { ...selection, person };
      follow();
    },
    startOver: async () => {
      const words = 'Every message, checklist and dialog in this workspace goes away, for everyone.';
      const confirm = {
        title: 'Start over?',
        text: document.createTextNode(words),
        confirm: 'Start over',
        deny: 'Cancel',
        isDanger: true,
      };
      if (await confirmFirst(confirm)) await send('/api/start-over', {});
    },
    close: closeSidebar,
  });
  const head = channelHead(() => {
    root.classList.add('shows-sidebar');
    side.node.querySelector<HTMLElement>('[aria-current]')?.focus();
  });
  const write = composer((line) => void say(line));
  const list = messageList({ state, act, redraw, tryLine: (line) => void say(line).then(() => write.focus()) });
  const speaker = announcer(state, act);
  const dialogs = dialogHost(state, act);
  const notice = element('p', { class: 'notice', role: 'alert' });
  const lost = element('p', { class: 'notice notice-lost', role: 'status' });

  const draw = (desk: Desk) => {
    const channel = findChannel(desk, selection.channel);
    selection = { ...selection, channel: addressName(channel) };
    keepSelection(selection);
    document.title = `${channel.kind === 'direct' ? desk.app.name : `#${channel.name}`} · ${desk.team.name} playground`;
    const words = isLost ? 'The connection to the playground is lost. Trying again…' : '';
    if (lost.textContent !== words) lost.textContent = words;
    side.draw(desk, channel);
    head.draw(desk, channel);
    list.draw(desk, channel);
    write.draw(desk, channel, busyCommands > 0);
    speaker.draw(desk, channel.id);
    dialogs.draw(desk);
  };

  root.replaceChildren(
    side.node,
    element('div', { class: 'scrim', on: { click: closeSidebar } }),
    element('main', { class: 'conversation' }, head.node, list.node, lost, notice, write.node),
    speaker.node,
    dialogs.node,
  );
  root.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') closeSidebar();
  });
  addEventListener('hashchange', () => {
    const next = readSelection();
    const person = people.find(({ name }) => name === next.person)?.name ?? selection.person;
    const isOther = person !== selection.person;
    selection = { person, channel: next.channel ?? selection.channel };
    if (isOther) follow();
    redraw();
  });
  follow();
  write.focus();
}
