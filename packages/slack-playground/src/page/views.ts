import type { Dialog, WorkspaceView } from '../protocol.js';
import { type Actor, surfaceSignature, type WindowState } from './actions.js';
import { drawBlocks } from './blocks/blocks.js';
import { surfaceContext } from './blocks/surface-context.js';
import { element, icon } from './dom/element.js';
import { rememberFocus, replaceKeepingFocus } from './dom/redraw.js';
import { textOf } from './json.js';
import { drawPlain } from './mrkdwn/draw.js';

export interface DialogHost {
  readonly node: HTMLElement;
  draw(workspace: WorkspaceView): void;
}

/** Shows the person's top dialog. */
export function dialogHost(state: WindowState, act: Actor): DialogHost {
  const node = element('dialog', { class: 'dialog', 'aria-labelledby': 'dialog-title' });
  let shown: { id: string; signature: string; content: HTMLElement } | undefined;
  let giveFocusBack = () => {};
  /** Tells the app first. The dialog closes when the server says so. */
  const leave = () => shown && void act.close(shown.id, false);
  node.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return;
    event.preventDefault();
    leave();
  });
  // Other ways to close it, such as a gesture. The browser does not always let us prevent it. Then the
  // dialog is shown again until the server has closed it.
  node.addEventListener('cancel', (event) => {
    event.preventDefault();
    leave();
  });
  node.addEventListener('close', leave);
  return {
    node,
    draw(workspace) {
      const top = workspace.dialogs.at(-1);
      if (!top) {
        if (node.open) {
          node.close();
          giveFocusBack();
        }
        shown?.content.remove();
        shown = undefined;
        return;
      }
      const signature = JSON.stringify([top, workspace.dialogs.length, ...surfaceSignature(workspace, state, top.id)]);
      if (shown?.signature === signature && node.open) return;
      const content = drawDialog(workspace, top, state, act);
      const isSame = shown?.id === top.id;
      const hadAutofocus = shown?.content.querySelector('[data-autofocus]');
      const hadErrors = shown?.content.querySelector('.has-error');
      const scrolled = node.querySelector('.dialog-body')?.scrollTop ?? 0;
      if (shown) replaceKeepingFocus(shown.content, content);
      else node.append(content);
      shown = { id: top.id, signature, content };
      if (!node.open) {
        giveFocusBack = rememberFocus();
        node.showModal();
      }
      const autofocus = content.querySelector<HTMLElement>('[data-autofocus]');
      if (!isSame) focusFirst(content);
      else if (autofocus && !hadAutofocus) autofocus.focus();
      else node.querySelector('.dialog-body')?.scrollTo({ top: scrolled });
      if (!hadErrors) content.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    },
  };
}

function focusFirst(content: HTMLElement): void {
  const field =
    content.querySelector<HTMLElement>('[data-autofocus]') ??
    content.querySelector<HTMLElement>('.block-input :is(input, select, textarea)') ??
    content.querySelector<HTMLElement>('.dialog-title');
  // Slack shows a dialog from its beginning, wherever its first field is.
  field?.focus({ preventScroll: true });
}

/** Draws a dialog: title, blocks, failure, and buttons to submit or close. */
export function drawDialog(workspace: WorkspaceView, dialog: Dialog, state: WindowState, act: Actor): HTMLElement {
  const { id } = dialog;
  const isStacked = workspace.dialogs.length > 1;
  const submitLabel = textOf(dialog.submit);
  const failure = state.failures.get(id);
  const submit = () => void act.submit(id);
  const context = surfaceContext({
    workspace,
    surface: { kind: 'dialog', id },
    state,
    act,
    errors: dialog.errors,
    submit,
  });
  const isSubmitting = state.pending.has(`${id} submit`);
  return element(
    'div',
    { class: 'dialog-content', tabindex: -1 },
    element(
      'header',
      { class: 'dialog-head' },
      isStacked && iconButton('back', 'Back', () => void act.close(id, false)),
      element('h2', { id: 'dialog-title', class: 'dialog-title', tabindex: -1 }, drawPlain(textOf(dialog.title))),
      iconButton('close', 'Close dialog', () => void act.close(id, true)),
    ),
    element('div', { class: 'dialog-body' }, drawBlocks(dialog.blocks, context)),
    failure !== undefined && element('p', { class: 'failure', role: 'alert' }, icon('warning'), failure),
    element(
      'footer',
      { class: 'dialog-foot' },
      element(
        'button',
        {
          type: 'button',
          class: 'button',
          'data-action': 'playground-close',
          on: { click: () => void act.close(id, false) },
        },
        drawPlain(textOf(dialog.close) || (submitLabel === '' ? 'Close' : 'Cancel')),
      ),
      submitLabel !== '' &&
        element(
          'button',
          {
            type: 'button',
            class: 'button button-primary is-solid',
            'data-action': 'playground-submit',
            disabled: dialog.isSubmitDisabled,
            'aria-busy': isSubmitting ? 'true' : undefined,
            on: { click: submit },
          },
          element('span', { class: 'button-label' }, drawPlain(submitLabel)),
        ),
    ),
  );
}

function iconButton(name: 'back' | 'close', label: string, click: () => void): HTMLElement {
  return element(
    'button',
    {
      type: 'button',
      class: 'icon-button',
      'aria-label': label,
      'data-action': `playground-${name}-icon`,
      on: { click },
    },
    icon(name),
  );
}

export interface HomeView {
  readonly node: HTMLElement;
  draw(workspace: WorkspaceView, isShown: boolean): void;
}

/** The App Home that the app published for this person. */
export function homeView(state: WindowState, act: Actor): HomeView {
  const node = element('section', { class: 'home', 'aria-label': 'Home', tabindex: 0, hidden: true });
  let content: HTMLElement = element('div');
  node.append(content);
  let signature = '';
  return {
    node,
    draw(workspace, isShown) {
      node.hidden = !isShown;
      if (!isShown) return;
      const { home, app } = workspace;
      const now = JSON.stringify([
        workspace.person,
        home,
        app.name,
        ...surfaceSignature(workspace, state, home?.id ?? ''),
      ]);
      if (now === signature) return;
      signature = now;
      const drawn = home ? drawHome(workspace, state, act) : drawNothing(app.name);
      replaceKeepingFocus(content, drawn);
      content = drawn;
    },
  };
}

function drawHome(workspace: WorkspaceView, state: WindowState, act: Actor): HTMLElement {
  const id = workspace.home?.id ?? '';
  const failure = state.failures.get(id);
  const context = surfaceContext({ workspace, surface: { kind: 'home', id }, state, act });
  const drawn = element(
    'div',
    { class: 'home-content' },
    drawBlocks(workspace.home?.blocks ?? [], context),
    failure !== undefined && element('p', { class: 'failure', role: 'alert' }, icon('warning'), failure),
  );
  drawn.dataset.part = `home ${id}`;
  return drawn;
}

function drawNothing(app: string) {
  return element(
    'div',
    { class: 'home-content home-empty' },
    element('h2', {}, 'This page is empty'),
    element(
      'p',
      {},
      `${app} fills this page by calling views.publish. If its manifest subscribes to app_home_opened, Slack sends that event when you open the page.`,
    ),
  );
}
