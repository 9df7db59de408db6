import { htmxAttributes } from '../../../build-assets.ts';
import { attribute, closest, type Element, elements, ids, readHtml, textOf } from '../browser/dom.ts';
import {
  describedTables,
  distinctRowActions,
  namedFields,
  namedLinksAndButtons,
  refusedFields,
  type Subject,
  show,
  wholeForms,
} from './lint-controls.ts';

/** The parts of an answer that the rules read. */
type LintedAnswer = {
  html: string;
  status: number;
  /** True for an answer to htmx, which becomes part of the open page. */
  fragment: boolean;
  /** The ids of the open page. */
  pageIds?: string[];
};

// The last pages without faults: the crawler gets the same one for each kind of nonsense in an address.
const faultless = new Set<string>();
const mostRemembered = 50;

/** Lists the faults of a page or fragment by the rules in docs/pages.md and docs/security.md. */
export function lintHtml(answer: LintedAnswer): string[] {
  if (answer.fragment) return faultsOf(answer);
  const page = `${answer.status} ${answer.html}`;
  if (faultless.has(page)) return [];
  const faults = faultsOf(answer);
  if (faults.length === 0) faultless.add(page);
  if (faultless.size > mostRemembered) faultless.delete(faultless.values().next().value ?? '');
  return faults;
}

function faultsOf(answer: LintedAnswer): string[] {
  const reading = readHtml(answer.html, answer.fragment);
  const subject = { ...answer, ...reading, all: elements(reading.root) };
  const rules = [...commonRules, ...(answer.fragment ? fragmentRules : pageRules)];
  return rules.flatMap((rule) => rule(subject));
}

const commonRules = [
  wellFormed,
  uniqueIds,
  resolvedReferences,
  namedFields,
  namedLinksAndButtons,
  noInlineCode,
  wholeForms,
  describedTables,
  distinctRowActions,
  refusedFields,
  imagesWithAlternative,
];
const pageRules = [oneHeading, titled, inSpanish, wayOn];
const fragmentRules = [noDocument, rowFirst, piecesHavePlace];

function wellFormed({ faults, html, all }: Subject): string[] {
  // The parser silently drops a form within a form, and rows and cells outside a table.
  const lost = ['form', 'table', 'tr', 'td', 'th'].filter(
    (tag) => count(html, new RegExp(`<${tag}[\\s>]`, 'gi')) > all.filter((element) => element.tagName === tag).length,
  );
  return [
    ...faults.map((fault) => `the parser reports ${fault}`),
    ...lost.map((tag) => `a <${tag}> is lost by the parser: it stands where it can't be`),
  ];
}

function oneHeading({ all }: Subject): string[] {
  const headings = all.filter((element) => element.tagName === 'h1');
  if (headings.length !== 1) return [`there are ${headings.length} <h1> instead of one`];
  return headings.filter((heading) => textOf(heading) === '').map(() => 'the <h1> is empty');
}

function titled({ all, status }: Subject): string[] {
  const [title] = all.filter((element) => element.tagName === 'title' && closest(element, 'head'));
  const text = title ? titleText(title) : '';
  if (text === '') return ['the page has no title'];
  return status === 422 && !text.startsWith('Error: ') ? [`the title of a 422 begins with “Error: ”: ${text}`] : [];
}

function inSpanish({ all }: Subject): string[] {
  const [html] = all;
  return html && attribute(html, 'lang') === 'es' ? [] : ['<html> says no lang="es"'];
}

// A page for the printer leads back above its contents.
function wayOn({ all, status }: Subject): string[] {
  const inMain = all.filter((element) => closest(element, 'main'));
  const leading = (element: Element) =>
    element.tagName === 'form' || (element.tagName === 'a' && !attribute(element, 'href')?.startsWith('#'));
  const isBare = all.some((element) => attribute(element, 'class') === 'bare-header');
  return status < 400 || isBare || inMain.some(leading) ? [] : [`the page of a ${status} leads nowhere`];
}

function uniqueIds({ all }: Subject): string[] {
  const seen = new Set<string>();
  const faults: string[] = [];
  for (const id of all.map((element) => attribute(element, 'id'))) {
    if (id === undefined) continue;
    if (seen.has(id)) faults.push(`the id “${id}” stands twice`);
    if (/^$|\s/.test(id)) faults.push(`the id “${id}” is empty or has blanks`);
    seen.add(id);
  }
  return faults;
}

const referring = ['for', 'form', 'list', 'headers'].concat(
  ['describedby', 'labelledby', 'controls', 'owns', 'errormessage', 'details', 'activedescendant'].map(
    (name) => `aria-${name}`,
  ),
);

function resolvedReferences({ all, pageIds = [] }: Subject): string[] {
  const known = new Set([...pageIds, ...all.map((element) => attribute(element, 'id'))]);
  const faults: string[] = [];
  for (const { attrs } of all) {
    for (const { name, value } of attrs) {
      const target = name === 'href' && value.startsWith('#') ? value.slice(1) || '#' : null;
      if (target === null && !referring.includes(name)) continue;
      const lost = ids(target ?? value).filter((id) => !known.has(id));
      faults.push(...lost.map((id) => `${name}="${id}" leads nowhere`));
    }
  }
  return faults;
}

function noInlineCode({ all }: Subject): string[] {
  return all.flatMap((element) => {
    const faults: string[] = [];
    if (element.tagName === 'style') faults.push('there is a <style>');
    if (element.tagName === 'script' && attribute(element, 'src') === undefined) faults.push('a <script> is inline');
    for (const { name, value } of element.attrs) {
      if (name === 'style') faults.push(`${show(element)} has a style attribute`);
      if (/^on/.test(name) || /^(data-)?hx-on/.test(name)) faults.push(`${show(element)} has code in ${name}`);
      const [, ofHtmx] = /^(?:data-)?hx-([^:]*)/.exec(name) ?? [];
      if (ofHtmx && !htmxAttributes.includes(ofHtmx)) faults.push(`${show(element)} has ${name}, which our htmx lacks`);
      if (/^\s*(javascript|js):/i.test(value)) faults.push(`${show(element)} has code in ${name}`);
    }
    return faults;
  });
}

function imagesWithAlternative({ all }: Subject): string[] {
  return all
    .filter((element) => element.tagName === 'img' && attribute(element, 'alt') === undefined)
    .map((element) => `${show(element)} has no alt`);
}

function noDocument({ html }: Subject): string[] {
  const [found] = /<(?:!doctype|html|head|body)[\s>]/i.exec(html) ?? [];
  return found ? [`the fragment holds ${found}`] : [];
}

function rowFirst({ html }: Subject): string[] {
  const outside = html.replace(/<table[\s>].*?<\/table>/gis, '');
  return /<tr[\s>]/i.test(outside) && !/^<tr[\s>]/i.test(html)
    ? ['the fragment has a row, but does not begin with it']
    : [];
}

function piecesHavePlace({ all, pageIds }: Subject): string[] {
  if (!pageIds) return [];
  return all.flatMap((element) => {
    const swap = attribute(element, 'hx-swap-oob');
    if (swap === undefined) return [];
    const id = /:\s*#(\S+)/.exec(swap)?.[1] ?? attribute(element, 'id') ?? '';
    return pageIds.includes(id) ? [] : [`${show(element)} is to be swapped for “${id}”, which the page doesn't have`];
  });
}

function titleText(title: Element): string {
  return title.childNodes
    .map((node) => ('value' in node ? node.value : ''))
    .join('')
    .trim();
}

function count(text: string, pattern: RegExp): number {
  return [...text.matchAll(pattern)].length;
}
