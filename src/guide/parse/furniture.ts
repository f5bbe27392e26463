import type { Nodes, Root, RootContent } from 'mdast';
import { plainText } from '../text.js';

/*
 * What a page has for its site and not for its readers: badges at the top, and lists of its own headings. They are neither text nor
 * title nor summary.
 */

const CONTENTS_MARK = /^(?:\[{1,2}_?toc_?\]{1,2}|@\[toc\]|\$\{toc\}|(?:toc\s*)?\{:\s*toc.{0,40}\})$/i;
const CONTENTS_NAME = /^(?:(?:table of )?contents?|on this page|in this (?:page|article|document)|toc|index)\s*:?$/i;
const BADGE_ADDRESS =
  /shields\.io|badge|travis-ci|codecov\.io|coveralls\.io|circleci\.com|app\.netlify\.com\/.*\/deploy-status/i;

export function dropFurniture(root: Root): Root {
  const firstSection = root.children.findIndex((node) => node.type === 'heading' && node.depth > 1);
  const end = firstSection === -1 ? root.children.length : firstSection;
  const children: RootContent[] = [];
  for (const [index, node] of root.children.entries()) {
    if (isContents(node)) {
      const last = children.at(-1);
      if (last !== undefined && isContentsName(last)) children.pop();
    } else if (!(index < end && isBadges(node))) children.push(node.type === 'heading' ? withoutBadges(node) : node);
  }
  return { ...root, children };
}

/** Only images that are links, or badges by their address. */
function isBadges(node: RootContent): boolean {
  if (node.type !== 'paragraph') return false;
  const images = node.children.filter(isBadge);
  return images.length > 0 && node.children.every((child) => isBadge(child) || isSpace(child));
}

function isBadge(node: Nodes): boolean {
  if (node.type === 'image') return BADGE_ADDRESS.test(node.url);
  if (node.type !== 'link' && node.type !== 'linkReference') return false;
  const inner = node.children.filter((child) => !isSpace(child));
  return inner.length > 0 && inner.every(({ type }) => type === 'image' || type === 'imageReference');
}

function isSpace(node: Nodes): boolean {
  return node.type === 'break' || (node.type === 'text' && node.value.trim() === '');
}

function withoutBadges<T extends RootContent & { type: 'heading' }>(heading: T): T {
  return heading.children.some(isBadge)
    ? { ...heading, children: heading.children.filter((node) => !isBadge(node)) }
    : heading;
}

function isContents(node: RootContent): boolean {
  if (node.type === 'paragraph' || node.type === 'list') {
    if (CONTENTS_MARK.test(plainText([node], ' ').trim())) return true;
  }
  return node.type === 'list' && node.children.length > 1 && isListOfAnchors(node);
}

/** Each item is a link to a heading of the page, with more of them below it at most. */
function isListOfAnchors(list: RootContent & { type: 'list' }): boolean {
  return list.children.every(({ children: [first, ...others] }) => {
    if (first?.type !== 'paragraph') return false;
    const [link, ...rest] = first.children.filter((node) => !isSpace(node));
    if (link?.type !== 'link' || !link.url.startsWith('#') || rest.length > 0) return false;
    return others.every((other) => other.type === 'list' && isListOfAnchors(other));
  });
}

function isContentsName(node: RootContent): boolean {
  if (node.type !== 'paragraph' && !(node.type === 'heading' && node.depth > 1)) return false;
  return CONTENTS_NAME.test(plainText([node], ' ').trim());
}
