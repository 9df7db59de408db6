import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { routes } from '../../src/routes/index.ts';
import { passwordFields } from '../../src/web/forms/body.ts';
import { changeText, hasTestsOfItsOwn, openBadInputStage } from '../support/bad-input/bad-input-stage.ts';
import { badBodies, badQueries, extraFields } from '../support/bad-input/bad-requests.ts';
import { type BadValue, badValues, fieldsFor, oneAnswer } from '../support/bad-input/bad-values.ts';
import { printable } from '../support/bad-input/body.ts';
import {
  addressWith,
  caseName,
  entriesWith,
  firstOf,
  hasFields,
  idOf,
  isClearing,
  isFine,
  isSeen,
  pathOf,
  routeOf,
  titled,
  withEverySeenField,
  wrongAddresses,
} from '../support/bad-input/cases.ts';
import {
  answerFaults,
  fragmentFaults,
  noticeFaults,
  redrawFaults,
  refusalFaults,
  summaryOf,
} from '../support/bad-input/refusal.ts';
import { linksOf, type ServedField, type ServedForm, type ServedPage } from '../support/bad-input/served-forms.ts';
import { attribute, elements } from '../support/browser/dom.ts';
import type { Page } from '../support/browser/page.ts';
import { pathPattern } from '../support/lint/weights.ts';
import type { RowChange } from '../support/server/keepsake.ts';

// Tries every form that links lead to with every bad value that fits a field; test/README.md explains how. The changes
// of each request are undone after it.
const { ruc, pages, forms, foreignPages, foreignForms, world, keepsake, send, open, effectOf, close } =
  await openBadInputStage();
afterAll(close);

// The changes of the test's requests, once it has read them.
let changes: RowChange[] | null = null;
afterEach(async () => {
  if (changes === null || changes.length > 0) await keepsake.restore();
  changes = null;
});

// «Limpiar Campos» accepts a form with any values.
const clearing = forms.filter(({ fields }) => fields.some(isClearing));
// «Aumentar Menú», «Quitar», «Copiar» and «Aplicar» draw the form anew with any values.
const redrawing = forms.filter(({ redraws }) => redraws);
const saving = forms.filter((form) => !clearing.includes(form) && !redrawing.includes(form));
const htmx = { 'HX-Request': 'true' };

describe('The crawler', () => {
  test('finds a form for every POST route by following links', () => {
    const served = routes
      .filter(({ method }) => method === 'POST')
      .map(({ path }) => path)
      .filter((path) => !hasTestsOfItsOwn(path));
    expect([...new Set(forms.map(({ pattern }) => pattern))].sort()).toEqual([...new Set(served)].sort());
  });

  test('finds only password fields that kept forms leave out', () => {
    const passwords = forms.flatMap(({ fields }) => fields.filter(({ kind }) => kind === 'password'));
    expect([...new Set(passwords.map(({ name }) => name))].sort()).toEqual([...passwordFields].sort());
  });

  test.each(titled(forms))('%s: a good form is accepted and changes the own entity alone', async (_, form) => {
    const page = await send(form, form.entries);
    expect(page.errors).toEqual([]);
    expect(page.status).toBe(form.redraws ? 200 : 303);
    const written = await keepsake.changes();
    expect(written.length > 0).toBe(saving.includes(form));
    expect(written.filter(({ row }) => row.ruc !== ruc)).toEqual([]);
  });
});

describe('A form with a bad value', () => {
  const cases = saving.flatMap((form) =>
    badValues.map((bad) => ({
      form,
      bad,
      fields: fieldsFor(bad, form).filter((field) => !isTriedBefore(form, field)),
    })),
  );
  const refused = cases.map((one) => ({ ...one, fields: one.fields.filter((field) => !isFine(one, field)) }));
  const fine = cases.map((one) => ({ ...one, fields: one.fields.filter((field) => isFine(one, field)) }));

  test.each(titled(refused.filter(hasFields), caseName))('%s is refused', async (_, { form, bad, fields }) => {
    // All at once, as refusals write nothing.
    const faults = await Promise.all(fields.map((field) => faultsOf(form, bad, field)));
    expect([...faults.flat(), ...(await written())]).toEqual([]);
  });

  test.each(titled(fine.filter(hasFields), caseName))('%s is accepted', async (_, { form, bad, fields }) => {
    const faults: string[] = [];
    for (const field of fields) {
      const page = await send(form, entriesWith(form, field, bad.sent(field, form, world)));
      if (page.status !== 303) faults.push(`«${field.label}»: ${page.status} ${page.errors.join(' ')}`);
      await keepsake.restore();
    }
    expect(faults).toEqual([]);
  });

  async function faultsOf(form: ServedForm, bad: BadValue, field: ServedField): Promise<string[]> {
    const sent = bad.sent(field, form, world);
    const kept = bad.kept?.(field) ?? printable(String(sent[0] ?? ''));
    const entries = entriesWith(form, field, sent);
    try {
      const page = await send(form, entries);
      const faults = bad.status ? noticeFaults(page, bad.status) : refusalFaults(page, { form, field, sent, kept });
      if (form.swaps) faults.push(...fragmentFaults(await send(form, entries, { headers: htmx }), page.status));
      return faults.map((fault) => `«${field.label}»: ${fault}`);
    } catch (error) {
      return [`«${field.label}»: ${error}`];
    }
  }
});

describe('A form that is only drawn anew', () => {
  const kinds = firstOf(redrawing, ({ button }) => button.replace(/\d+/, ''));
  const cases = kinds.flatMap((form) => badValues.map((bad) => ({ form, bad, fields: fieldsFor(bad, form) })));
  // Only the button, the token and what «Copiar» and «Aplicar» read are checked; the others are when the form is saved.
  const read: Record<string, string> = { Copiar: 'source', Aplicar: 'template' };
  const statusOf = ({ button }: ServedForm, { name }: ServedField) =>
    name === '_token' ? 403 : name === 'accion' || read[button] === name ? 422 : 200;

  test.each(titled(cases.filter(hasFields), caseName))(
    '%s keeps the other values',
    async (_, { form, bad, fields }) => {
      const faults: string[] = [];
      for (const field of fields) {
        const sent = bad.sent(field, form, world);
        const entries = entriesWith(form, field, sent);
        const status = bad.status ?? statusOf(form, field);
        const found = redrawFaults(await send(form, entries), { form, field, sent, kept: '' }, status);
        found.push(...fragmentFaults(await send(form, entries, { headers: htmx }), status));
        faults.push(...found.map((fault) => `«${field.label}»: ${fault}`));
      }
      expect([...faults, ...(await written())]).toEqual([]);
    },
  );
});

describe('A form', () => {
  const filled = saving.filter(({ fields }) => fields.some(isSeen));
  const nonsense = '<script>\u0000alert(1)</script>';

  test.each(titled(filled))('%s: empty, it is refused with each compulsory field named', async (_, form) => {
    const page = await send(form, withEverySeenField(form, ''));
    const twins = form.fields.map(({ twin }) => twin);
    const compulsory = form.fields.filter(({ name, required }) => required && !twins.includes(name));
    const expected = oneAnswer.includes(form.pattern) ? [null] : [...new Set(compulsory.map(idOf))];
    // A list without compulsory lines may be empty.
    expect(page.status).toBe(expected.length > 0 ? 422 : 303);
    expect(summaryOf(page).map(({ id }) => id)).toEqual(expected);
    if (page.status === 422) expect(await written()).toEqual([]);
  });

  test.each(titled(filled))(
    '%s: with nonsense in every field, it is refused with each field named',
    async (_, form) => {
      const page = await send(form, withEverySeenField(form, nonsense));
      const seen = [...new Set(form.fields.filter(isSeen).map(idOf))];
      expect(page.status).toBe(422);
      expect(summaryOf(page).map(({ id }) => id)).toEqual(oneAnswer.includes(form.pattern) ? [null] : seen);
      expect(page.html).not.toContain('<script>alert');
      expect(await written()).toEqual([]);
    },
  );

  test.each(titled(clearing))('%s: it is cleared with any values', async (_, form) => {
    for (const value of ['', nonsense]) expect((await send(form, withEverySeenField(form, value))).status).toBe(303);
    expect(await written()).toEqual([]);
  });

  test.each(titled(forms))('%s: other bodies are refused', async (_, form) => {
    const faults: string[] = [];
    for (const { what, status, body, headers } of badBodies(form)) {
      const page = await send(form, body, { headers });
      const fragment = await send(form, body, { headers: { ...headers, ...htmx } });
      const found = [...noticeFaults(page, status), ...fragmentFaults(fragment, status)];
      faults.push(...found.map((fault) => `${what}: ${fault}`));
    }
    expect([...faults, ...(await written())]).toEqual([]);
  });

  test.each(titled(forms))('%s: additional fields do not change its effect', async (_, form) => {
    const effect = await effectOf(form, form.entries);
    const extra = extraFields.filter(([name]) => !form.fields.some((field) => field.name === name));
    const query = new URLSearchParams(extra).toString();
    const many = Array.from({ length: 5000 }, (_, index): [string, string] => [`x${index}`, '']);
    expect(await effectOf(form, [...form.entries, ...extra])).toEqual(effect);
    expect(await effectOf(form, [...extra, ...form.entries], { query })).toEqual(effect);
    expect(await effectOf(form, [...many, ...form.entries])).toEqual(effect);
  });
});

describe('A record in the address', () => {
  const visited = pages.map(({ explorer, page }) => ({ explorer, name: pathPattern(page.url.href) }));
  // A session may have ended since its page was shown, and whatever isn't open is answered with that sentence.
  const isRecord = (pattern: string) => pattern.includes(':id') && pattern !== '/datos-generales/sesiones/:id';
  const records = firstOf(visited, ({ name }) => name).filter(({ name }) => isRecord(name));
  const sending = saving.filter(({ pattern }) => isRecord(pattern));

  test.each(titled(records))(
    '%s: invalid and foreign numbers get the same answer as missing ones',
    async (pattern, { explorer }) => {
      const foreign = foreignPages.map(({ page }) => page.url.pathname);
      const missing = await open(explorer, addressWith(pattern, '999999999'));
      const faults: string[] = [];
      for (const [what, path] of wrongAddresses(pattern, foreign)) {
        const page = await open(explorer, path);
        const same = page.html === missing.html ? [] : ['it answers in its own way'];
        faults.push(...[...noticeFaults(page, 404), ...same].map((fault) => `${what}: ${fault}`));
      }
      expect([...faults, ...(await written())]).toEqual([]);
    },
  );

  test.each(titled(sending))('%s: sent to invalid and foreign numbers, it does nothing', async (_, form) => {
    const foreign = foreignForms.map(({ action }) => action.pathname);
    const faults: string[] = [];
    for (const [what, path] of wrongAddresses(form.pattern, foreign)) {
      const page = await send({ ...form, action: new URL(path, form.action) }, form.entries);
      faults.push(...noticeFaults(page, 404).map((fault) => `${what}: ${fault}`));
    }
    expect([...faults, ...(await written())]).toEqual([]);
  });
});

describe('A query in the address', () => {
  const ofLists = ['buscar', 'orden', 'sentido', 'filas', 'pagina', 'fila'];
  const parts = 6;
  const asked = pages.flatMap(({ page }) => parametersOf(page));
  const named = [...new Set([...asked, ...ofLists])];
  // Of fields that a form has for each user, such as those of a handover, one stands for all.
  const parameters = firstOf(named, (name) => name.replace(/-\d+$/, ''));
  // The page of the chosen answers a form, which refuses nonsense; so does the review of a handover.
  const shown = firstOf(pages, ({ page }) => routeOf(page.url.pathname)).filter(
    (one) => !/elegidos$|relevo$/.test(pathOf(one)),
  );
  const lists = shown.filter(({ page }) => elements(page.root, 'table').length > 0);
  const questions = lists.flatMap((list, row) =>
    parameters.map((parameter, column) => {
      const queries = isReadBy(list, parameter) ? badQueries : aFewQueries(row + column);
      return { ...list, parameter, queries, name: `${pathOf(list)}?${parameter}` };
    }),
  );
  const searched = lists.filter(({ page }) =>
    elements(page.root, 'input').some((one) => attribute(one, 'name') === 'buscar'),
  );
  // Those that lead back to a list; a contact's page says where its own lead.
  const swapping = saving.filter(({ swaps, fields }) => swaps && !fields.some(({ name }) => name === 'volver'));

  test.each(titled(questions))('%s: nonsense is answered with the list', async (address, question) => {
    const { explorer, parameter, queries } = question;
    const faults: string[] = [];
    for (const [what, value] of queries) {
      const page = await open(explorer, `${address}=${value.replaceAll('{}', parameter)}`);
      faults.push(...answerFaults(page, tellsDay(page) ? 422 : 200).map((fault) => `${what}: ${fault}`));
    }
    expect([...faults, ...(await written())]).toEqual([]);
  });

  test('tries every kind of nonsense on every list and in every parameter', () => {
    const kinds = badQueries.map(([what]) => what).sort();
    for (const key of [pathOf, ({ parameter }: (typeof questions)[number]) => parameter]) {
      for (const one of firstOf(questions, key).map(key)) {
        const tried = questions.filter((question) => key(question) === one).flatMap(({ queries }) => queries);
        expect([...new Set(tried.map(([what]) => what))].sort(), one).toEqual(kinds);
      }
    }
  });

  test.each(titled(shown, pathOf))(
    '%s: nonsense in all parameters is answered with the page',
    async (path, { explorer }) => {
      const faults: string[] = [];
      for (const [what, query] of everywhere()) {
        const page = await open(explorer, `${path}?${query}`);
        faults.push(...answerFaults(page, tellsDay(page) ? 422 : 200).map((fault) => `${what}: ${fault}`));
      }
      expect([...faults, ...(await written())]).toEqual([]);
    },
  );

  test.each(titled(swapping))('%s: nonsense in all parameters does not change the redirect', async (_, form) => {
    const faults: string[] = [];
    for (const [what, query] of everywhere()) {
      const page = await send(form, form.entries, { query });
      const target = new URL(page.headers.location ?? '', page.url);
      const right = page.status === 303 && form.action.pathname.startsWith(`${target.pathname}/`);
      if (!right || target.origin !== page.url.origin) faults.push(`${what}: ${page.status} ${target.href}`);
      await keepsake.restore();
    }
    expect(faults).toEqual([]);
  });

  test.each(titled(searched, pathOf))('%s: wildcards of SQL are searched for literally', async (path, { explorer }) => {
    for (const sign of ['%', '_', '\\', "'"]) {
      const page = await open(explorer, `${path}?buscar=${encodeURIComponent(sign)}`);
      expect(page.text).toContain(`coincide con «${sign}»`);
    }
  });

  function isReadBy({ page }: ServedPage, parameter: string): boolean {
    return ofLists.includes(parameter) || parametersOf(page).includes(parameter);
  }

  // A parameter of other pages is given a few kinds of nonsense, on each list others; the next test gives every page all
  // short kinds in all parameters.
  function aFewQueries(place: number): typeof badQueries {
    return badQueries.filter((_, index) => index % parts === place % parts);
  }

  // A wrong day of the history or of a report is told at its field, as is what a report is verified by.
  const days = ['desde', 'hasta', 'ruc', 'fecha', 'codigo'];
  function tellsDay(page: Page): boolean {
    return page.status === 422 && summaryOf(page).every(({ id }) => days.includes(id ?? ''));
  }

  // Leaves long values out, which in all parameters would exceed the length of an address.
  function everywhere(): [what: string, query: string][] {
    const short = badQueries.filter(([, value]) => value.length < 100);
    return short.map(([what, value]) => [
      what,
      parameters.map((one) => `${one}=${value.replaceAll('{}', one)}`).join('&'),
    ]);
  }
});

/** Lists the parameters that a page's links and its forms for GET put into an address. */
function parametersOf(page: Page): string[] {
  const forms = elements(page.root, 'form').filter((form) => attribute(form, 'method') === 'get');
  return [
    ...linksOf(page).flatMap(({ searchParams }) => [...searchParams.keys()]),
    ...forms.flatMap((form) => elements(form, 'input', 'select').flatMap((one) => attribute(one, 'name') ?? [])),
  ];
}

/** Reads the changes of the requests as faults. */
async function written(): Promise<string[]> {
  changes = await keepsake.changes();
  return changes.map((change) => changeText(change).slice(0, 300));
}

// True where the same form of another record was tried with this field.
function isTriedBefore(form: ServedForm, field: ServedField): boolean {
  const before = saving.slice(0, saving.indexOf(form));
  const alike = before.filter((one) => one.pattern === form.pattern && one.button === form.button);
  const same = alike.filter(({ explorer }) => explorer.name === form.explorer.name).flatMap(({ fields }) => fields);
  return same.some(({ id, required }) => id === field.id && required === field.required);
}
