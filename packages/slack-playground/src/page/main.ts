import type { Channel, Message, Shortcut, WorkspaceView } from '../protocol.js';
import { actor, isCommand, sendLine, windowKey, windowState } from './actions.js';
import { composer } from './composer.js';
import { announcer, channelHead, readMarker, warningBanner } from './conversation/channel.js';
import type { MessageHandlers } from './conversation/message.js';
import { messageList } from './conversation/message-list.js';
import { threadPanel } from './conversation/thread-panel.js';
import { confirmFirst } from './dom/dialogs.js';
import { element } from './dom/element.js';
import { pressWatch } from './dom/redraw.js';
import { inspector } from './inspector.js';
import { copyText, showJson } from './json.js';
import { formatSelection, keepSelection, readSelection, remembered, type Selection } from './selection.js';
import { fetchMessage, fetchPeople, liveUpdates, send } from './server.js';
import { sidebar } from './sidebar.js';
import { faultBanner, faultDialog } from './simulate-failures.js';
import { dialogHost, homeView } from './views.js';
import { addressName, findChannel, readPermalink } from './workspace.js';

await startWindow(document.body);

/** Builds the page. Every change leads to one redraw of what it affects. */
export async function startWindow(root: HTMLElement): Promise<void> {
  const people = await fetchPeople();
  const wanted = readSelection();
  const firstPerson = people.find(({ name }) => name === wanted.person) ?? people[0];
  if (!firstPerson) throw new Error('The workspace has no people.');
  let selection: Selection = { ...wanted, person: firstPerson.name, channel: wanted.channel ?? '' };

  const state = windowState();
  const inspecting = remembered('playground-inspector');
  const markRead = readMarker();
  let busyCommands = 0;
  let thread: { readonly channel: string; readonly ts: string } | undefined;
  /** `app_home_opened` is sent once per visit to the app's page. */
  let announcedTab = '';
  let isWaiting = false;
  const redraw = () => {
    if (isWaiting) return;
    isWaiting = true;
    queueMicrotask(() => {
      isWaiting = false;
      if (live.workspace && !presses.postpones()) draw(live.workspace);
    });
  };
  const presses = pressWatch(redraw);
  const live = liveUpdates(redraw);
  const act = actor({
    person: () => selection.person,
    app: () => live.workspace?.app.name ?? 'The app',
    state,
    redraw,
  });

  const say = async (line: string, root?: Message) => {
    const { workspace } = live;
    if (!workspace) return;
    if (!root) list.followEnd();
    const waits = !root && isCommand(workspace, line) ? 1 : 0;
    busyCommands += waits;
    redraw();
    const failure = await sendLine(
      workspace,
      findChannel(workspace, root?.channel ?? selection.channel),
      line,
      root?.ts,
    );
    busyCommands -= waits;
    if (failure && !root) write.restore(line);
    tell(failure && !failure.isSaidInChannel ? failure.words : undefined);
  };
  const tell = (words: string | undefined) => {
    if (words === undefined) state.failures.delete(windowKey);
    else state.failures.set(windowKey, words);
    redraw();
  };
  const show = (next: Selection) => {
    const isOther = next.person !== selection.person;
    if (isOther || next.channel !== selection.channel) thread = undefined;
    selection = next;
    if (isOther) live.follow(selection.person);
    redraw();
  };
  const follow = (person: string) => show({ ...selection, person });
  const closeSidebar = () => root.classList.remove('shows-sidebar');
  const runShortcut = ({ callbackId }: Shortcut) => void act.shortcut(callbackId);
  const handlers: MessageHandlers = {
    state,
    act,
    openThread({ channel, ts }) {
      thread = { channel, ts };
      redraw();
      queueMicrotask(() => replies.focus());
    },
    async viewJson({ channel, ts }) {
      try {
        showJson(await fetchMessage(selection.person, channel, ts));
      } catch {
        tell('This message no longer exists.');
      }
    },
    async copyLink({ ts }) {
      const link = new URL(formatSelection({ ...selection, isHome: false, message: ts }), location.href).href;
      if (!(await copyText(link))) tell(`Your browser does not allow copying. Here is the link: ${link}`);
    },
  };

  const side = sidebar({
    openChannel: (channel) => {
      closeSidebar();
      show({ person: selection.person, channel: addressName(channel), isHome: startsAtHome(live.workspace, channel) });
      write.focus();
    },
    becomePerson: follow,
    postAlert: () => {
      closeSidebar();
      const { workspace } = live;
      if (workspace === undefined) return;
      const { id: channel } = findChannel(workspace, selection.channel);
      void send('/api/alert', { person: selection.person, channel });
    },
    openFaults: () => faultSwitches.open(),
    startOver: async () => {
      const words = 'This deletes every message, checklist and dialog in this workspace, for everyone.';
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
  const toggleInspector = () => {
    const isOpening = inspecting.get() !== 'open';
    inspecting.set(isOpening ? 'open' : '');
    if (isOpening) thread = undefined;
    redraw();
    queueMicrotask(() => (isOpening ? inspect.focus() : document.getElementById('open-inspector')?.focus()));
  };
  const head = channelHead({
    openSidebar: () => {
      root.classList.add('shows-sidebar');
      side.node.querySelector<HTMLElement>('[aria-current]')?.focus();
    },
    toggleInspector,
    openTab: (tab) => show({ person: selection.person, channel: selection.channel, isHome: tab === 'home' }),
  });
  const write = composer({ id: 'composer', sendLine: (line) => void say(line), runShortcut });
  const list = messageList({ ...handlers, tryLine: (line) => void say(line).then(() => write.focus()) });
  const home = homeView(state, act);
  const replies = threadPanel({
    ...handlers,
    runShortcut,
    reply: (message, line) => void say(line, message),
    close: () => {
      const { ts } = thread ?? { ts: '' };
      thread = undefined;
      redraw();
      queueMicrotask(() => list.show(ts));
    },
  });
  const inspect = inspector({ close: toggleInspector, redraw });
  const speaker = announcer(state, act);
  const dialogs = dialogHost(state, act);
  const faultSwitches = faultDialog();
  const banner = faultBanner();
  const warning = warningBanner();
  const notice = element('p', { class: 'notice', role: 'alert' });
  const lost = element('p', { class: 'notice notice-lost', role: 'status' });

  const draw = (workspace: WorkspaceView) => {
    const channel = findChannel(workspace, selection.channel);
    const isHome = channel.kind === 'direct' && selection.isHome === true && workspace.app.tabs.homeTab;
    const { message } = selection;
    selection = { person: selection.person, channel: addressName(channel), isHome };
    keepSelection(selection);
    announceTab(workspace, channel, isHome);
    const isInspecting = inspecting.get() === 'open' && !thread;
    const calls = workspace.channels.reduce((sum, { unread }) => sum + unread.mentions, 0);
    const name = channel.kind === 'direct' ? workspace.app.name : `#${channel.name}`;
    document.title = `${calls > 0 ? `(${calls}) ` : ''}${name} · ${workspace.team.name} playground`;
    setText(lost, live.isLost ? 'Connection to the playground lost. Reconnecting…' : '');
    setText(notice, state.failures.get(windowKey) ?? '');
    root.classList.toggle('shows-panel', isInspecting || thread !== undefined);
    side.draw(workspace, channel);
    head.draw(workspace, channel, { isHome, isInspecting });
    banner.draw(workspace);
    warning.draw(workspace);
    faultSwitches.draw(workspace);
    home.draw(workspace, isHome);
    list.node.hidden = isHome;
    write.node.hidden = isHome || (channel.kind === 'direct' && workspace.app.tabs.messagesReadOnly);
    list.draw(workspace, channel, markRead(workspace, channel, !isHome));
    write.draw(workspace, `Message ${name}`, busyCommands > 0);
    replies.draw(
      workspace,
      workspace.messages.find(({ channel: id, ts }) => id === thread?.channel && ts === thread.ts),
    );
    inspect.draw(live.exchanges, workspace.app.name, isInspecting);
    speaker.draw(workspace, channel.id);
    dialogs.draw(workspace);
    if (message !== undefined && !list.show(message)) tell('The linked message does not exist.');
  };
  const announceTab = (workspace: WorkspaceView, { kind }: Channel, isHome: boolean) => {
    const tab = kind === 'direct' ? `${workspace.person} ${isHome ? 'home' : 'messages'}` : '';
    if (tab === announcedTab) return;
    announcedTab = tab;
    if (tab !== '') void send('/api/open-app', { person: workspace.person, tab: isHome ? 'home' : 'messages' });
  };

  root.replaceChildren(
    side.node,
    element('div', { class: 'scrim', on: { click: closeSidebar } }),
    element(
      'main',
      { class: 'conversation' },
      head.node,
      banner.node,
      warning.node,
      home.node,
      list.node,
      lost,
      notice,
      write.node,
    ),
    replies.node,
    inspect.node,
    speaker.node,
    dialogs.node,
    faultSwitches.node,
  );
  root.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') closeSidebar();
  });
  // A link to a message in this workspace opens it here, as in Slack.
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    const target = link && live.workspace && readPermalink(live.workspace, link.href);
    if (!target) return;
    event.preventDefault();
    show({ person: selection.person, channel: addressName(target.channel), message: target.ts });
  });
  document.addEventListener('visibilitychange', redraw);
  addEventListener('hashchange', () => {
    const next = readSelection();
    const person = people.find(({ name }) => name === next.person)?.name ?? selection.person;
    show({ ...next, person, channel: next.channel ?? selection.channel });
  });
  live.follow(selection.person);
  write.focus();
}

/** An app without a messages tab only has its Home. */
function startsAtHome(workspace: WorkspaceView | undefined, { kind }: Channel): boolean {
  return kind === 'direct' && workspace?.app.tabs.homeTab === true && !workspace.app.tabs.messagesTab;
}

/** Only sets text that has changed, because a screen reader would announce it again. */
function setText(node: HTMLElement, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}
