import { expect, test } from 'vitest';
import { rowsOf } from '../support/server/contents.ts';
import { saveContact, switchUser } from '../support/stage/administration.ts';
import { type CastUser, grant, scopeOf, secondUser, someone } from '../support/stage/cast.ts';
import { handoverOf, relieving, review, successorOf } from '../support/stage/handovers.ts';
import { onStage, type Stage } from '../support/stage/stage.ts';

const [lastDay, firstDay] = ['Último día de quien sale', 'Primer día de quien entra'] as const;

onStage('A handover', (stage) => {
  test.for<[string, Record<string, string>, string]>([
    ['the day of «Desde»', { [lastDay]: '2022-01-01', [firstDay]: '2022-01-02' }, ''],
    [
      'the day before «Desde»',
      { [lastDay]: '2021-12-31', [firstDay]: '2022-01-02' },
      `${lastDay}: escriba una fecha que no sea anterior al 2022-01-01, en que empezó su delegación.`,
    ],
    ['the first day right after the last', { [lastDay]: '10/4/2022', [firstDay]: '11/04/2022' }, ''],
    [
      'the first day on the last',
      { [lastDay]: '2022-04-10', [firstDay]: '2022-04-10' },
      `${firstDay}: escriba una fecha posterior al 2022-04-10, último día de quien sale, o marque «Trabajarán juntos».`,
    ],
    ['no last day', { [lastDay]: '' }, `Escriba la fecha «${lastDay}».`],
    [
      'a first day that doesn’t exist',
      { [firstDay]: '31/06/2022' },
      `${firstDay}: escriba una fecha que exista, como 2026-01-31.`,
    ],
  ])('with %s is told at its field, if it is wrong, and the text is kept', async ([, typed, sentence]) => {
    const { outgoing, successor } = await pair(stage);
    const visitor = await relieving(stage, outgoing, `?contacto=${successor.contactId}`);
    const page = await review(visitor, typed);
    expect([page.status, page.errors]).toEqual(sentence === '' ? [200, []] : [422, [sentence]]);
    if (sentence === '') return;
    expect(page.title).toMatch(/^Error: /);
    for (const [label, text] of Object.entries(typed)) expect(page.field(label).value).toBe(text);
    expect(page.field('Quién releva').value).toContain(successor.userName === '' ? '' : 'Relevo');
  });

  test('may overlap where “Trabajarán juntos” is ticked, and the review says when', async () => {
    const { outgoing, successor } = await pair(stage);
    const visitor = await relieving(stage, outgoing, `?contacto=${successor.contactId}`);
    const page = await review(visitor, { [firstDay]: '2022-04-10', 'Trabajarán juntos': true });
    expect(page.text).toContain('Trabajarán juntos Del 2022-04-10 al 2022-04-10.');
  });

  test('to a person whose delegation ends before the first day is refused, with the way to the contact', async () => {
    const { outgoing, successor } = await pair(stage, { until: '2022-04-10' });
    const visitor = await relieving(stage, outgoing, `?contacto=${successor.contactId}`);
    const page = await review(visitor, {});
    expect([page.status, page.errors]).toEqual([
      422,
      [
        'Quién releva: la delegación de Relevo Rita termina el 2022-04-10, antes de su primer día. Elija a otra persona, o cambie «Hasta» en su contacto.',
      ],
    ]);
    expect(page.link('Ver su contacto').href).toBe(`/administracion/contactos/${successor.contactId}`);
    await saveContact(stage, successor.contactId, { Hasta: '2022-04-11' });
    expect((await visitor.press('Revisar')).status).toBe(200);
  });

  test.for<[string, (stage: Stage, outgoing: CastUser) => number, string]>([
    ['oneself', (_, { contactId }) => contactId, 'es la misma persona que sale. Elija a otra.'],
    ['another entity’s contact', ({ carla }) => carla.contactId, 'elija un contacto de la lista.'],
    ['a number that nobody has', () => 999_999_999, 'elija un contacto de la lista.'],
  ])('to %s is refused', async ([, who, reason]) => {
    const { outgoing } = await pair(stage);
    const visitor = await stage.browserOf(stage.quito.administrator);
    const days = 'ultimo=2022-04-10&primero=2022-04-11&accion=revisar';
    const page = await visitor.open(`${handoverOf(outgoing)}?contacto=${who(stage, outgoing)}&${days}`);
    expect([page.status, page.errors]).toEqual([422, [`Quién releva: ${reason}`]]);
  });

  test('to an INACTIVO person is neither offered nor done', async () => {
    const { outgoing, successor } = await pair(stage, { active: false });
    const visitor = await relieving(stage, outgoing, `?contacto=${successor.contactId}`);
    expect(visitor.page.field('Quién releva').value).toBe('Elija una opción');
    const days = 'ultimo=2022-04-10&primero=2022-04-11&accion=revisar';
    const page = await visitor.open(`${handoverOf(outgoing)}?contacto=${successor.contactId}&${days}`);
    expect(page.errors).toEqual([
      'Quién releva: Relevo Rita está INACTIVO. Elija a otra persona, o cambie «Estado» en su contacto.',
    ]);
  });

  test('of the administrator’s contact is refused, and speaks of the change of administrator', async () => {
    const visitor = await relieving(stage, stage.quito.administrator);
    expect(visitor.page.text).toContain('sino con un cambio de administrador');
    expect(visitor.page.link('Cambio de administrador').href).toBe('/administracion/administrador');
    const { outgoing, successor } = await pair(stage);
    await visitor.open(`${handoverOf(outgoing)}?contacto=${successor.contactId}`);
    await review(visitor, {}, null);
    const fields = { _token: visitor.token, asked: visitor.page.hidden('asked') ?? '', seen: '', creationKey: '' };
    const page = await visitor.post(handoverOf(stage.quito.administrator), fields);
    expect([page.status, page.text.includes('sino con un cambio de administrador')]).toEqual([422, true]);
  });

  test.for<[string, string]>([
    ['', 'Usuario: use de 8 a 20 letras (sin tildes ni ñ) y dígitos, sin espacios.'],
    ['corto22', 'Usuario: use de 8 a 20 letras (sin tildes ni ñ) y dígitos, sin espacios.'],
    ['delegado02', 'Usuario: ese nombre ya existe en su entidad. Elija otro.'],
    ['DELEGADO02', 'Usuario: ese nombre ya existe en su entidad. Elija otro.'],
    ['largo2022largo2022lar', 'Usuario: use de 8 a 20 letras (sin tildes ni ñ) y dígitos, sin espacios.'],
    ['largo2022largo2022la', ''],
    ['corto202', ''],
  ])('with the new user “%s” is refused at its field, if the name is wrong', async ([name, sentence]) => {
    const { outgoing, successor } = await pair(stage, {}, { withUser: true });
    const visitor = await relieving(stage, outgoing, `?contacto=${successor.contactId}`);
    const page = await review(visitor, { Usuario: name });
    expect(page.errors).toEqual(sentence === '' ? [] : [sentence]);
    if (sentence !== '') expect(page.field('Usuario').value).toBe(name);
  });

  test('asks whether a user is new or one of several, and refuses both at once', async () => {
    const { outgoing } = await pair(stage, {}, { withUser: true });
    const successor = await someone(stage, { paternalSurname: 'Varios', firstName: 'Vito' });
    await secondUser(stage, successor, `${successor.userName}b`);
    const visitor = await relieving(stage, outgoing, `?contacto=${successor.contactId}`);
    expect((await review(visitor, {})).errors).toEqual(['Usuario: elija uno de la lista.']);
    const added = await visitor.fill({ Usuario: 'Crear un usuario nuevo' }).press('Revisar');
    expect(added.errors).toEqual(['Usuario nuevo: use de 8 a 20 letras (sin tildes ni ñ) y dígitos, sin espacios.']);
    const both = await visitor.fill({ Usuario: successor.userName, 'Usuario nuevo': 'otro20222' }).press('Revisar');
    expect(both.errors).toEqual(['Usuario nuevo: déjelo vacío, o elija «Crear un usuario nuevo» en «Usuario».']);
    expect((await visitor.fill({ 'Usuario nuevo': '' }).press('Revisar')).errors).toEqual([]);
  });

  test('of two budgets to one user is refused at the second', async () => {
    const { outgoing } = await pair(stage, {}, { withUser: true });
    const other = await secondUser(stage, outgoing, `${outgoing.userName}b`);
    const scope = scopeOf(stage.database, stage.quito, stage.clock.now);
    for (const { id } of [outgoing, other]) await scope.budgets.set(id, 1, { limit: '10.00', active: true });
    const successor = await someone(stage);
    const visitor = await relieving(stage, outgoing, `?contacto=${successor.contactId}`);
    const page = await review(visitor, {});
    expect(page.errors).toEqual([
      `Copiar presupuesto: ${successor.userName} ya recibe el presupuesto de ${outgoing.userName}. Deje marcado uno solo.`,
    ]);
  });

  test.for<[string, (stage: Stage, people: Pair & { user: CastUser }) => Promise<unknown>]>([
    ['the person who goes was edited', (on, { outgoing }) => saveContact(on, outgoing.contactId, { Cargo: 'Asesor' })],
    ['the successor was edited', (on, { successor }) => saveContact(on, successor.contactId, { Cargo: 'Asesor' })],
    ['a user of the person who goes was deactivated', (on, { outgoing }) => switchUser(on, outgoing, 'Desactivar')],
    ['a user of the successor was deactivated', (on, { user }) => switchUser(on, user, 'Desactivar')],
    ['a menu was added to the person who goes', (on, { outgoing }) => grant(on, outgoing, ['REPORTES'])],
    ['the successor already got a menu', (on, { user }) => grant(on, user, ['PAC'])],
    [
      'the budget was changed',
      (on, { outgoing }) =>
        scopeOf(on.database, on.quito, on.clock.now).budgets.set(outgoing.id, 1, { limit: '7.00', active: true }),
    ],
    ['the person who goes got a user', (on, { outgoing }) => secondUser(on, outgoing, `y${outgoing.contactId}`)],
    [
      'a user was added',
      (on, { successor }) => secondUser(on, { ruc: on.quito.ruc, ...successor }, `x${successor.contactId}`),
    ],
  ])('does nothing and says so where, since the review, %s', async ([, change]) => {
    const outgoing = await someone(stage);
    await grant(stage, outgoing, ['PAC']);
    const user = await someone(stage);
    const visitor = await relieving(stage, outgoing, `?contacto=${user.contactId}`);
    await review(visitor, {});
    await change(stage, { outgoing, successor: { contactId: user.contactId, userName: '' }, user });
    const before = await rowsOf(stage.database, stage.quito.ruc);
    const page = await visitor.press('Confirmar');
    expect([page.status, page.title.startsWith('Error: ')]).toEqual([422, true]);
    expect(page.errors.join(' ')).toContain('así que no se hizo nada');
    expect(await rowsOf(stage.database, stage.quito.ruc)).toEqual(before);
    const act = await visitor.press('Confirmar');
    expect(act.h1).toBe('Acta de entrega y recepción');
  });

  test.for<[string, (stage: Stage, people: Pair) => Promise<unknown>, string[]]>([
    [
      'the successor became INACTIVO',
      (on, { successor }) => saveContact(on, successor.contactId, { Estado: 'INACTIVO' }),
      ['Quién releva: Relevo Rita está INACTIVO. Elija a otra persona, o cambie «Estado» en su contacto.'],
    ],
    [
      'the successor was deleted',
      (on, { successor }) => scopeOf(on.database, on.quito, on.clock.now).contacts.remove(successor.contactId),
      ['Quién releva: elija un contacto de la lista.'],
    ],
    [
      'the name of the new user was taken',
      (on, { outgoing }) => secondUser(on, on.bruno, `tomado${outgoing.id}aa`),
      ['Usuario: ese nombre ya existe en su entidad. Elija otro.'],
    ],
  ])('leads back to the form and says why where, since the review, %s', async ([, change, errors]) => {
    const { outgoing, successor } = await pair(stage, { from: '2022-05-01' }, { withUser: true });
    const visitor = await relieving(stage, outgoing, `?contacto=${successor.contactId}`);
    await review(visitor, { Usuario: `tomado${outgoing.id}aa` });
    await change(stage, { outgoing, successor });
    const before = await rowsOf(stage.database, stage.quito.ruc);
    const page = await visitor.press('Confirmar');
    expect([page.status, page.h1]).toEqual([422, expect.stringMatching(/^Relevar a /)]);
    expect(page.errors).toEqual([
      'Alguna de las dos personas o alguno de los usuarios cambió desde que usted revisó el relevo, así que no se hizo nada.',
      ...errors,
    ]);
    expect(page.field(lastDay).value).toBe('2022-04-10');
    expect(await rowsOf(stage.database, stage.quito.ruc)).toEqual(before);
  });

  test('whose form was tampered with is refused', async () => {
    const { outgoing, successor } = await pair(stage);
    const visitor = await relieving(stage, outgoing, `?contacto=${successor.contactId}`);
    await review(visitor, {});
    const before = await rowsOf(stage.database, stage.quito.ruc);
    const fields = ['_token', 'asked', 'seen', 'creationKey'].map((name) => [name, visitor.page.hidden(name) ?? '']);
    for (const [name, value] of [
      ['asked', ''],
      ['asked', 'contacto=1&contacto=2'],
      ['asked', '%zz%4'],
      ['seen', 'x'],
      ['seen', ''],
    ]) {
      const body = Object.fromEntries(fields.map(([one = '', sent]) => [one, one === name ? value : sent])) as never;
      expect((await visitor.post(handoverOf(outgoing), body)).status).toBe(422);
    }
    expect(await rowsOf(stage.database, stage.quito.ruc)).toEqual(before);
  });
});

type Pair = { outgoing: CastUser; successor: { contactId: number; userName: string } };

// Somebody who goes, with or without a user that anything can be copied from, and a contact who follows.
async function pair(
  stage: Stage,
  more: Parameters<typeof successorOf>[1] = {},
  { withUser = false } = {},
): Promise<Pair> {
  const outgoing = withUser ? await someone(stage) : await withoutUser(stage);
  const { contactId } = await successorOf(stage, more);
  return { outgoing, successor: { contactId, userName: '' } };
}

async function withoutUser(stage: Stage): Promise<CastUser> {
  const { contactId } = await successorOf(stage, { paternalSurname: 'Saliente', firstName: 'Saúl' });
  return { ...stage.bruno, id: 0, contactId };
}
