import {
  accessibleName,
  attribute,
  byId,
  closest,
  collapse,
  type Element,
  elements,
  ids,
  textOf,
} from '../browser/dom.ts';
import type { Page } from '../browser/page.ts';
import { oneAnswer, tamperedWith } from './bad-values.ts';
import { printable, type Sent } from './body.ts';
import { type ServedField, type ServedForm, sentAgain } from './served-forms.ts';

/** A form sent with a bad value in one field; `kept` is the text that the page should show again. */
export type Sending = { form: ServedForm; field: ServedField; sent: Sent[]; kept: string };

/** Lists the faults of the answer to a form with a bad field, which should be a good refusal (U1, R5). */
export function refusalFaults(page: Page, sending: Sending): string[] {
  const { form, field } = sending;
  const status = tamperedWith[field.name] === 'not ours' ? 403 : 422;
  if (page.status !== status) return statusFaults(page, status);
  const common = [...statusFaults(page, status), ...plainFaults(page), ...echoFaults(page, sending)];
  // A tampered button, or a form that is not ours, is answered by a page without the form.
  if (field.kind === 'button' || status === 403 || tamperedWith[field.name] === 'without form')
    return [...common, ...wayBackFaults(page)];
  if (field.kind === 'hidden') return [...common, ...keepingFaults(page, sending)];
  return [
    ...common,
    ...(oneAnswer.includes(form.pattern) ? oneAnswerFaults(page) : accusationFaults(page, sending)),
    ...keepingFaults(page, sending),
  ];
}

/** Lists the faults of a form drawn anew with a bad field in it, which should still have all other choices. */
export function redrawFaults(page: Page, sending: Sending, status: number): string[] {
  if (page.status !== status) return statusFaults(page, status);
  const common = [...statusFaults(page, status), ...jargonIn(textOf(page.root)), ...echoFaults(page, sending)];
  if (status !== 200) return common;
  const { form, field } = sending;
  const shown = elements(page.root, 'select', 'input').map((one) => [attribute(one, 'name') ?? '', chosenIn(one)]);
  // A template takes the place of all lines.
  if (form.button === 'Aplicar') return common;
  const faults = listFaults(shown as [string, string][], form, field);
  return [...common, ...(faults.length > (form.button.startsWith('Quitar') ? 1 : 0) ? faults : [])];
}

function chosenIn(control: Element): string {
  const marked = elements(control, 'option').find((option) => attribute(option, 'selected') !== undefined);
  return attribute(marked ?? control, 'value') ?? '';
}

/** Lists the faults of a page without a form, which should have a useful sentence and a link that leads on. */
export function noticeFaults(page: Page, status: number): string[] {
  if (page.status !== status) return statusFaults(page, status);
  return [...statusFaults(page, status), ...plainFaults(page), ...wayBackFaults(page)];
}

/** Lists the faults of a refusal for htmx, which should say why. */
export function fragmentFaults(page: Page, status: number): string[] {
  const said = collapse(page.text);
  const faults = [...statusFaults(page, status), ...jargonIn(said), ...(said.length < 20 ? ['it says nothing'] : [])];
  return faults.map((fault) => `to htmx: ${fault}`);
}

/** Lists the faults of the answer to an odd address. */
export function answerFaults({ status, html, headers }: Page, expected = 200): string[] {
  const text = html.replaceAll('\n', '');
  return [
    ...(status === expected ? [] : [`the status is ${status}`]),
    ...(html.includes('<script>alert') ? ['the script stands in the page'] : []),
    ...(printable(text) === text ? [] : ['the page shows signs that nobody can read']),
    ...(/^a=b/m.test(headers['set-cookie'] ?? '') ? ['the address sets a cookie'] : []),
  ];
}

function statusFaults(page: Page, status: number): string[] {
  if (page.status !== status) return [`the status is ${page.status} instead of ${status}${whereTo(page)}`];
  if (status === 422 && page.title !== '' && !page.title.startsWith('Error: ')) return [`the title is “${page.title}”`];
  return [];
}

function whereTo(page: Page): string {
  return page.headers.location ? `, to ${page.headers.location}` : page.errors.map((one) => `\n    ${one}`).join('');
}

function plainFaults(page: Page): string[] {
  const [main] = elements(page.root, 'main');
  const said = main ? textOf(main) : '';
  return [...jargonIn(said), ...(said.length < 40 ? [`the page says only “${said}”`] : [])];
}

// Finds words of programs; the words of a page are Spanish.
function jargonIn(text: string): string[] {
  const words =
    /\b(undefined|null|NaN|object Object|[Ii]nvalid|expected|received|required|\w*Error|syntax|select|SQL)\b/;
  const [found] = words.exec(text.replaceAll('Error: ', '')) ?? [];
  return found ? [`the page speaks of “${found}”`] : [];
}

function wayBackFaults(page: Page): string[] {
  const links = elements(page.root, 'a').filter((link) => closest(link, 'main'));
  return links.length > 0 ? [] : ['no link in the page leads on'];
}

// Finds typed markup in the page, and typed passwords.
function echoFaults(page: Page, { form, field, sent }: Sending): string[] {
  const typed = sent.map((one) => (typeof one === 'string' ? one : one.bytes));
  const markup = typed.filter((text) => /<\w/.test(text) && page.html.includes(text));
  const passwords = form.fields.filter(({ kind }) => kind === 'password');
  const secrets = passwords.flatMap((one) => (one === field ? typed.map(printable) : [one.good]));
  const told = secrets.filter((secret) => secret.trim().length > 3 && holds(page, secret));
  const inputs = elements(page.root, 'input').filter((one) => attribute(one, 'type') === 'password');
  return [
    ...markup.map((text) => `“${text}” stands in the page as it is`),
    ...told.map((secret) => `the password “${secret.slice(0, 30)}” stands in the page`),
    ...inputs.filter((one) => attribute(one, 'value')).map((one) => `${attribute(one, 'name')} shows a password`),
  ];
}

function holds(page: Page, text: string): boolean {
  return (
    elements(page.root).some((one) => one.attrs.some(({ value }) => value.includes(text))) || page.text.includes(text)
  );
}

function oneAnswerFaults(page: Page): string[] {
  const accused = elements(page.root).filter((one) => attribute(one, 'aria-invalid') === 'true');
  return [
    ...(page.errors.length === 1 ? [] : [`the summary has ${page.errors.length} entries instead of one`]),
    ...accused.map((one) => `${attribute(one, 'name')} is accused, which tells what was wrong`),
  ];
}

// Checks that the summary names the field and no other, leads to it, and that the field says the same.
function accusationFaults(page: Page, { field }: Sending): string[] {
  const entries = summaryOf(page);
  // An additional value in a list moves the lines after it, so that another line may be refused.
  const expected = field.listed ? [/^menu(-\d+)?$/] : [field.id, ...(field.twin ? [field.twin] : [])];
  const isExpected = (id: string) => expected.some((one) => (one instanceof RegExp ? one.test(id) : one === id));
  const accused = entries.flatMap(({ id }) => id ?? []);
  const named = field.twin || field.listed ? accused.some(isExpected) : accused.includes(field.id);
  return [
    ...(named ? [] : [`the summary doesn't lead to “${field.label}”: ${page.errors.join(' | ') || 'it is empty'}`]),
    ...accused.filter((id) => !isExpected(id)).map((id) => `the innocent field “${id}” is accused too`),
    ...entries.flatMap((entry) =>
      field.listed || entry.id === field.id ? sentenceFaults(page, entry, field.listed ? null : field.label) : [],
    ),
  ];
}

type SummaryEntry = { sentence: string; id: string | null; control: Element | null };

/** Reads the sentences of the summary, each with the control to which it leads. */
export function summaryOf({ root }: Page): SummaryEntry[] {
  const alerts = elements(root).filter((one) => attribute(one, 'role') === 'alert' && closest(one, 'main'));
  return alerts
    .flatMap((alert) => elements(alert, 'li'))
    .map((item) => {
      const href = elements(item, 'a').flatMap((link) => attribute(link, 'href') ?? [])[0];
      const control = href?.startsWith('#') ? byId(root, href.slice(1)) : null;
      return { sentence: textOf(item), id: (control && attribute(control, 'id')) ?? null, control };
    });
}

function sentenceFaults({ root }: Page, { sentence, control }: SummaryEntry, name: string | null): string[] {
  const group = control && closest(control, 'fieldset');
  const named = control && attribute(control, 'type') === 'checkbox' && group ? group : control;
  const label = name ?? (named ? accessibleName(named, root) : '');
  const beside = [control, group]
    .flatMap((one) => (one ? ids(attribute(one, 'aria-describedby')) : []))
    .map((id) => byId(root, id))
    .map((note) => (note ? textOf(note) : ''));
  return [
    ...(sentence.includes(label) ? [] : [`“${sentence}” doesn't name “${label}”`]),
    ...(remedy.test(sentence) && sentence.endsWith('.') ? [] : [`“${sentence}” doesn't say what to do`]),
    ...(beside.includes(sentence) ? [] : [`“${label}” doesn't say the same as the summary`]),
    ...(control && attribute(control, 'aria-invalid') === 'true' ? [] : [`“${label}” isn't marked as invalid`]),
  ];
}

const remedy = /escrib|escríb|\b(elija|use|revise|deje|déje|debe|tiene|bórre|responda|marque)/i;

// Checks that the page would send again all that was typed, except passwords and choices that do not exist.
function keepingFaults(page: Page, { form, field, kept }: Sending): string[] {
  const again = sentAgain(page, form);
  if (!again) return ['the form is no longer there'];
  const single = form.fields.filter(({ listed }) => !listed);
  return single
    .flatMap((one) => {
      const wanted = one === field ? keptOf(one, kept) : one.kind === 'password' ? '' : one.good;
      const found = again.find(([name]) => name === one.name)?.[1] ?? '';
      return found === wanted
        ? []
        : [`“${one.label}” shows “${found.slice(0, 80)}” instead of “${wanted.slice(0, 80)}”`];
    })
    .concat(listFaults(again, form, field));
}

// Checks that the other lines of a list are still there, in their order.
function listFaults(again: [string, string][], { fields }: ServedForm, field: ServedField): string[] {
  const shown = again.map(([name, value]) => `${name} ${value}`);
  let last = -1;
  return fields
    .filter((one) => one.listed && one !== field)
    .flatMap(({ name, good, label }) => {
      last = shown.indexOf(`${name} ${good}`, last + 1);
      return last < 0 ? [`“${label}” no longer shows “${good}”`] : [];
    });
}

function keptOf({ kind, choices, good }: ServedField, kept: string): string {
  // The page fills hidden fields in itself.
  if (kind === 'hidden') return good;
  if (kind === 'password') return '';
  if (kind === 'tick') return kept === good ? kept : '';
  if (['choice', 'record', 'radio'].includes(kind)) return choices.includes(kept) ? kept : '';
  return kept;
}
