import type { Actor } from '../act.js';
import { drawBlocks } from '../blocks/draw-blocks.js';
import { element } from '../dom/element.js';
import { icon } from '../dom/icon.js';
import { replaceKeepingFocus } from '../dom/keep-focus.js';
import type { Desk } from '../protocol.js';
import { surfaceContext } from '../surface-context-for.js';
import { surfaceSignature, type WindowState } from '../window-state.js';

export interface HomeView {
  readonly node: HTMLElement;
  draw(desk: Desk, isShown: boolean): void;
}

/** The app's page as it published it for the person who looks. */
export function homeView(state: WindowState, act: Actor): HomeView {
  const node = element('section', { class: 'home', 'aria-label': 'Home', tabindex: 0, hidden: true });
  let content: HTMLElement = element('div');
  node.append(content);
  let signature = '';
  return {
    node,
    draw(desk, isShown) {
      node.hidden = !isShown;
      if (!isShown) return;
      const { home, app } = desk;
      const now = JSON.stringify([desk.person, home, app.name, ...surfaceSignature(desk, state, home?.id ?? '')]);
      if (now === signature) return;
      signature = now;
      const drawn = home ? drawHome(desk, state, act) : drawNothing(app.name);
      replaceKeepingFocus(content, drawn);
      content = drawn;
    },
  };
}

function drawHome(desk: Desk, state: WindowState, act: Actor): HTMLElement {
  const id = desk.home?.id ?? '';
  const failure = state.failures.get(id);
  const context = surfaceContext({ desk, surface: { kind: 'home', id }, state, act });
  const drawn = element(
    'div',
    { class: 'home-content' },
    drawBlocks(desk.home?.blocks ?? [], context),
    failure !== undefined && element('p', { class: 'failure', role: 'alert' }, icon('warning'), failure),
  );
  drawn.dataset.part = `home ${id}`;
  return drawn;
}

function drawNothing(app: string) {
  return element(
    'div',
    { class: 'home-content home-empty' },
    element('h2', {}, 'This page is still empty'),
    element(
      'p',
      {},
      `${app} shows something here once it calls views.publish; Slack tells it of your visit by the event app_home_opened, where its manifest subscribes to that.`,
    ),
  );
}
