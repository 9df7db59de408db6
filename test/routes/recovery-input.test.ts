import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { badBodies, extraFields } from '../support/bad-input/bad-requests.ts';
import { type BadValue, badValues, fieldsFor } from '../support/bad-input/bad-values.ts';
import { bodyOf, printable, type Sent } from '../support/bad-input/body.ts';
import { noticeFaults, refusalFaults, summaryOf } from '../support/bad-input/refusal.ts';
import { formsOn, type ServedField, type ServedForm } from '../support/bad-input/served-forms.ts';
import type { Page } from '../support/browser/page.ts';
import type { Visitor } from '../support/browser/visitor.ts';
import { contents } from '../support/server/contents.ts';
import { freshAddress } from '../support/stage/guesses.ts';
import { administratorIdentity, answerTo, identify } from '../support/stage/recovery.ts';
import { openStage } from '../support/stage/stage.ts';

const stage = await openStage();
afterAll(() => stage.close());

// Every try uses up a question and may count a wrong answer, which are no effects of the form.
const counted = ['answered_checks', 'throttling'];
const check = 'Chequeo de Seguridad';
// Any birth date is accepted here, so that none reveals anything.
const values = badValues.filter(({ label }) => label !== 'Fecha de Nacimiento');

const steps: [path: string, button: string, reach: (visitor: Visitor) => Promise<unknown>][] = [
  ['/recuperar', 'Siguiente', (visitor) => visitor.open('/recuperar')],
  ['/recuperar/motivo', 'Siguiente', identify],
  ['/recuperar/solicitud', 'Finalizar', toLetter],
];

const served = await Promise.all(
  steps.map(async ([path, button, reach]) => {
    const visitor = newVisitor();
    await reach(visitor);
    const form = await servedForm(visitor, path, button);
    return { path, button, reach, bad: values.filter((one) => fieldsFor(one, form).length > 0) };
  }),
);

// The form is found anew for each try, because a question of the first step is good once.
describe.each(served)('The form of $path', ({ path, button, reach, bad: all }) => {
  beforeEach(() => stage.forgetGuesses());

  const cases = all.map((bad): [string, BadValue] => [bad.what, bad]);

  test.each(cases)('with a field with %s is refused and does nothing', async (_, bad) => {
    const visitor = newVisitor();
    await reach(visitor);
    const before = await contents(stage.database, ...counted);
    const faults: string[] = [];
    const places = fieldsFor(bad, await form(visitor)).map((field) => field.place);
    expect(places.length).toBeGreaterThan(0);
    for (const place of places) {
      const fresh = await form(visitor);
      const field = fresh.fields[place];
      if (field) faults.push(...(await faultsOf(visitor, fresh, bad, field)));
    }
    expect(faults).toEqual([]);
    expect(await contents(stage.database, ...counted)).toEqual(before);
  });

  test('with nonsense in every field is refused with each field named', async () => {
    const visitor = newVisitor();
    await reach(visitor);
    for (const nonsense of ['', '<script>\u0000alert(1)</script>']) {
      const fresh = await form(visitor);
      const seen = fresh.fields.filter(({ kind }) => kind !== 'hidden');
      const body = fresh.fields.map(({ name, kind, good }): [string, Sent] => [
        name,
        kind === 'hidden' ? good : nonsense,
      ]);
      const page = await send(visitor, body);
      expect([page.status, summaryOf(page).map(({ id }) => id)]).toEqual([422, seen.map(({ id }) => id)]);
      expect(page.html).not.toContain('<script>alert');
    }
  });

  test('with another body is refused', async () => {
    const visitor = newVisitor();
    await reach(visitor);
    const before = await contents(stage.database, ...counted);
    const faults: string[] = [];
    for (const { what, status, body, headers } of badBodies(await form(visitor))) {
      const page = await visitor.post(path, body, headers);
      faults.push(...noticeFaults(page, status).map((fault) => `${what}: ${fault}`));
    }
    expect(faults).toEqual([]);
    expect(await contents(stage.database, ...counted)).toEqual(before);
  });

  test('with additional fields leads to the same page', async () => {
    const visitor = newVisitor();
    await reach(visitor);
    const more: [string, string][] = [
      ...extraFields,
      ['step', 'done'],
      ['account_ruc', '0969999920001'],
      ['email2', 'x'],
    ];
    const { entries } = await form(visitor);
    const others = more.filter(([name]) => !entries.some((entry) => entry[0] === name));
    const page = await send(visitor, [...entries, ...others]);
    const next = { '/recuperar': '/motivo', '/recuperar/motivo': '/solicitud', '/recuperar/solicitud': '/listo' }[path];
    expect([page.status, page.headers.location]).toEqual([303, `/recuperar${next}`]);
  });

  async function faultsOf(visitor: Visitor, fresh: ServedForm, bad: BadValue, field: ServedField): Promise<string[]> {
    const sent = bad.sent(field, fresh, { foreignContacts: [], inactiveContact: '' });
    const kept = bad.kept?.(field) ?? printable(String(sent[0] ?? ''));
    const body = fresh.entries.flatMap(([name, good], place): [string, Sent][] =>
      place === field.place ? sent.map((one) => [name, one]) : [[name, good]],
    );
    // The page asks another sum, so it does not keep that field.
    const keeping = fresh.fields.filter(({ name }) => name !== 'check');
    const page = await send(visitor, body);
    const faults = bad.status
      ? noticeFaults(page, bad.status)
      : refusalFaults(page, { form: { ...fresh, fields: keeping }, field, sent, kept });
    return faults.map((fault) => `«${field.label}»: ${fault}`);
  }

  function send(visitor: Visitor, body: [string, Sent][]): Promise<Page> {
    return visitor.post(path, bodyOf(body));
  }

  function form(visitor: Visitor): Promise<ServedForm> {
    return servedForm(visitor, path, button);
  }
});

/** Reads the form of a step, filled in so that it is accepted. */
async function servedForm(visitor: Visitor, path: string, button: string): Promise<ServedForm> {
  await stage.forgetGuesses();
  const page = await visitor.open(path);
  const goodText = (_: string, label: string) =>
    label.startsWith(check) ? answerTo(page) : ((administratorIdentity as Record<string, string>)[label] ?? '');
  const [found] = formsOn([{ explorer: { name: 'visitor', visitor }, page }], goodText);
  if (!found || found.button !== button) throw new Error(`${path} has no such form: ${page.text}`);
  // The page does not show the answer again, like a password.
  const fields = found.fields.map((one) =>
    one.label.startsWith(check) ? { ...one, label: check, kind: 'password' as const } : one,
  );
  return { ...found, fields };
}

function newVisitor(): Visitor {
  return stage.site.visitor({ address: freshAddress(), weigh: false, headers: { 'Accept-Encoding': 'identity' } });
}

async function toLetter(visitor: Visitor): Promise<void> {
  await identify(visitor);
  await visitor.fill({ Motivo: 'Otro' }).press('Siguiente');
}
