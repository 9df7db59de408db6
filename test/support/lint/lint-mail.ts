import { attribute, type Element, elements, type Root, readHtml, textOf } from '../browser/dom.ts';
import type { ReceivedMail } from '../server/inbox.ts';

/** Lists the faults of a mail by the rules for every mail. */
export function lintMail(mail: ReceivedMail): string[] {
  const { root, faults } = readHtml(mail.html, false);
  const [header = ''] = mail.source.split('\r\n\r\n');
  const fields = header.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  const values = (name: string) =>
    fields.flatMap((field) => (field.toLowerCase().startsWith(`${name}: `) ? [field.slice(name.length + 2)] : []));
  const [page] = elements(root, 'html');
  const checks: [fault: string, holds: boolean][] = [
    ['goes to one address, which is the one in its header', `${mail.recipients}` === mail.to && !mail.to.includes(',')],
    ['names no other recipient', values('to').length === 1 && [...values('cc'), ...values('bcc')].length === 0],
    ['says that nobody wrote it', `${values('auto-submitted')}` === 'auto-generated'],
    ['has one Message-ID', values('message-id').length === 1 && mail.messageId !== ''],
    ['has a subject of one line', values('subject').length === 1 && /^\P{Cc}+$/u.test(mail.subject)],
    ['has a plain part and one in HTML', mail.text !== '' && mail.html !== ''],
    ['says the same in both', plainParts(mail.text).join('\n') === htmlParts(root).join('\n')],
    ['is in Spanish', page !== undefined && attribute(page, 'lang') === 'es'],
    ['has its subject as title', titleOf(root) === mail.subject],
    ['fetches nothing', elements(root, 'img', 'link', 'script', 'iframe', 'object').length === 0],
    ['has lines that every server takes', mail.source.split('\r\n').every((line) => Buffer.byteLength(line) <= 998)],
  ];
  return [...checks.flatMap(([rule, holds]) => (holds ? [] : `not: ${rule}`)), ...faults];
}

function plainParts(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}

// Gives the paragraphs, and the facts as «name: value».
function htmlParts(root: Root): string[] {
  return elements(root, 'p', 'tr').map((one) => (one.tagName === 'p' ? textOf(one) : factOf(one)));
}

// Reads the title, which stands outside the page's text.
function titleOf(root: Root): string {
  const [title] = elements(root, 'title');
  return title?.childNodes.map((node) => ('value' in node ? node.value : '')).join('') ?? '';
}

function factOf(row: Element): string {
  return elements(row, 'th', 'td').map(textOf).join(': ');
}
