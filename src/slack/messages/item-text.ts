import type { ChecklistItem } from '../../guide/page.js';
import { layOut } from '../mrkdwn/lay-out.js';
import type { PageUrl } from '../mrkdwn/page-url.js';

const TITLE = 300;
const DETAIL = 500;

/** An item as mrkdwn: its title in bold, its detail below. A longer one is cut after a sentence; the page has it all. */
export function itemText(
  { titleContent, detail }: Pick<ChecklistItem, 'titleContent' | 'detail'>,
  number: number,
  pageUrl: PageUrl,
): { title: string; detail: string } {
  const [title = '…', ...moreTitle] = layOut([{ type: 'paragraph', children: [...titleContent] }], pageUrl, TITLE);
  const [text = '', ...moreDetail] = layOut(detail, pageUrl, DETAIL);
  return {
    title: `${number}. ${title}${moreTitle.length > 0 ? ' …' : ''}`,
    detail: `${text}${moreDetail.length > 0 ? ' …' : ''}`,
  };
}

/** Bold does not nest. */
export function unbold(title: string): string {
  return title.replace(/(?<![\p{L}\p{N}])\*(\S.*?)\*(?![\p{L}\p{N}])/gu, '$1');
}
