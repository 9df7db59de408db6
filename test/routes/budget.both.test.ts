import { expect, test } from 'vitest';
import { elements, isButton } from '../support/browser/dom.ts';
import type { Visitor } from '../support/browser/visitor.ts';
import { arriving, visiting } from '../support/stage/administration.ts';
import { type CastUser, someone } from '../support/stage/cast.ts';
import { incidentsOf } from '../support/stage/incidents.ts';
import { onStage, type Stage } from '../support/stage/stage.ts';

const limit = 'Monto Límite (USD)';

onStage('The budget', (stage) => {
  test('that is not configured is shown as “Sin límite”, without a table', async () => {
    const admin = await stage.browserOf(stage.quito.administrator);
    await admin.open('/administracion/usuarios');
    const page = await admin.follow('Presupuesto delegado02');
    expect([page.h1, page.text]).toEqual(['Presupuesto', expect.stringContaining('Usuario delegado02. Sin límite.')]);
    expect(elements(page.root, 'table')).toEqual([]);
    expect([page.field('Usuario').value, page.field('Monto Inicial (USD)').value]).toEqual(['delegado02', '0.00']);
    expect([page.field(limit).value, page.field('Estado').value]).toEqual(['', '']);
  });

  test('is stored exactly, and confirmed on the same page in words', async () => {
    const admin = await opened(stage, stage.diana);
    const page = await admin.fill({ [limit]: '3450000', ACTIVO: true }).press('Guardar');
    expect(page.hops).toEqual([{ status: 303, location: addressOf(stage.diana) }]);
    expect(page.announced).toEqual(['Datos Actualizados']);
    expect(page.text).toContain(
      'Puede solicitar hasta USD 3,450,000.00 (tres millones cuatrocientos cincuenta mil dólares con 00/100).',
    );
    expect(page.table('Presupuesto configurado')).toEqual([
      {
        'Nro.': '1',
        MODIFICAR: 'Modificar',
        'Monto Inicial': 'USD 0.00',
        'Monto Límite': 'USD 3,450,000.00',
        Estado: 'ACTIVO',
      },
    ]);
    expect([page.field(limit).value, page.field('Estado').value]).toEqual(['3450000.00', 'ACTIVO']);
    const diana = await stage.signedIn(stage.diana);
    expect((await diana.open('/datos-generales/info-usuario')).text).toContain('Monto Límite USD 3,450,000.00');
  });

  test('with INACTIVO is no limit in words and for the delegate, and the table shows amount and state', async () => {
    const admin = await opened(stage, stage.diana);
    const page = await admin.fill({ [limit]: '25000.5', INACTIVO: true }).press('Guardar');
    expect(page.text).toContain('Usuario delegada01. Sin límite.');
    expect(page.table()[0]).toMatchObject({ 'Monto Límite': 'USD 25,000.50', Estado: 'INACTIVO' });
    const diana = await stage.signedIn(stage.diana);
    expect((await diana.open('/datos-generales/info-usuario')).text).toContain('Monto Límite Sin límite');
    const empty = await admin.fill({ [limit]: '', INACTIVO: true }).press('Guardar');
    expect(empty.table()[0]).toMatchObject({ 'Monto Límite': 'Sin monto', Estado: 'INACTIVO' });
    expect(await stored(stage, stage.diana)).toMatchObject({ limit_amount: null, active: false });
  });

  test('of the administrator can be configured like any other', async () => {
    const admin = await stage.browserOf(stage.quito.administrator);
    await admin.open('/administracion/usuarios');
    await admin.follow('Presupuesto adminquito');
    expect((await admin.fill({ [limit]: '0', ACTIVO: true }).press('Guardar')).text).toContain(
      'Puede solicitar hasta USD 0.00 (cero dólares con 00/100).',
    );
  });

  test('leaves one incident with old and new values, even if the same form is sent again', async () => {
    const delegate = await someone(stage);
    const admin = await opened(stage, delegate);
    await admin.fill({ [limit]: '100', ACTIVO: true }).press('Guardar');
    admin.fill({ [limit]: '200.5', INACTIVO: true });
    const { url, entries } = admin.page.submission('Guardar');
    const post = () => admin.post(url.pathname, entries);
    const answers = [...(await Promise.all([post(), post()])), await post()];
    expect(answers.map((answer) => answer.status)).toEqual([303, 303, 303]);
    const incidents = await incidentsOf(stage, 'user', delegate.id, 'budget.changed');
    expect(incidents.map((one) => one.changes)).toEqual([
      [
        { field: 'budget.limit', old: null, new: '100.00' },
        { field: 'budget.active', old: null, new: true },
      ],
      [
        { field: 'budget.limit', old: '100.00', new: '200.50' },
        { field: 'budget.active', old: true, new: false },
      ],
    ]);
  });

  test.for<[what: string, before: string | null]>([
    ['first configuration', null],
    ['change', '50'],
  ])('of a %s that two people save is stored for the first; the later one is shown both', async ([, before]) => {
    const delegate = await someone(stage);
    if (before) await (await opened(stage, delegate)).fill({ [limit]: before, ACTIVO: true }).press('Guardar');
    const [one, other] = [await openedAnew(stage, delegate), await openedAnew(stage, delegate)];
    one.fill({ [limit]: '100', ACTIVO: true });
    other.fill({ [limit]: '200', ACTIVO: true });
    const pages = await Promise.all([one.press('Guardar'), other.press('Guardar')]);
    expect(pages.map((page) => page.status).sort()).toEqual([200, 422]);
    const [loser, won, typed] = pages[0]?.status === 200 ? [other, '100', '200'] : [one, '200', '100'];
    expect(loser.page.errors.join()).toContain('Otra persona cambió este presupuesto');
    expect(loser.page.table()[0]).toMatchObject({ 'Monto Límite': `USD ${won}.00` });
    expect(loser.page.field(limit).value).toBe(typed);
    expect(await stored(stage, delegate)).toMatchObject({ limit_amount: `${won}.00` });
    // The page has shown both values, so the later person may decide.
    expect((await loser.press('Guardar')).announced).toEqual(['Datos Actualizados']);
    expect(await stored(stage, delegate)).toMatchObject({ limit_amount: `${typed}.00` });
  });

  test('is still stale after a refusal for another reason', async () => {
    const delegate = await someone(stage);
    const [first, later] = [await openedAnew(stage, delegate), await openedAnew(stage, delegate)];
    await first.fill({ [limit]: '100', ACTIVO: true }).press('Guardar');
    expect((await later.fill({ [limit]: '2,000', ACTIVO: true }).press('Guardar')).status).toBe(422);
    expect((await later.fill({ [limit]: '2000' }).press('Guardar')).status).toBe(422);
    expect(await stored(stage, delegate)).toMatchObject({ limit_amount: '100.00' });
  });

  test('is refused with a version that is missing or no number, and not taken for a first configuration', async () => {
    const fresh = await someone(stage);
    for (const delegate of [fresh, stage.diana]) {
      const before = await stored(stage, delegate);
      const admin = await opened(stage, delegate);
      for (const version of [null, '', '0', '-1', 'x', '1e0', '01', '999999999', '9'.repeat(30)]) {
        const sent = { _token: admin.token, limit: '77', status: 'ACTIVO', ...(version !== null && { version }) };
        expect([version, (await admin.post(addressOf(delegate), sent)).status]).toEqual([version, 422]);
      }
      expect(await stored(stage, delegate)).toEqual(before);
    }
  });

  test.each([
    '1,000',
    '1.000,00',
    '-1',
    '1e9',
    '٣',
    '0x10',
    '1.234',
    '5.',
    '.5',
    '9'.repeat(30),
    '1 000',
    '1000000000000',
  ])('refuses the amount %s, keeps it in the field, and stores nothing', async (typed) => {
    const before = await stored(stage, stage.bruno);
    const admin = await opened(stage, stage.bruno);
    const page = await admin.fill({ [limit]: typed, ACTIVO: true }).press('Guardar');
    expect([page.status, page.title]).toEqual([422, 'Error: Presupuesto · SOCE Usuarios']);
    expect([page.field(limit).value, page.field('Estado').value]).toEqual([typed, 'ACTIVO']);
    expect(page.errors).toEqual([expect.stringMatching(/^Monto Límite \(USD\): escriba .*3450000\.50/)]);
    expect(page.field(limit).describedBy).toContain(page.errors[0]);
    expect(await stored(stage, stage.bruno)).toEqual(before);
  });

  test.each([
    ['0', '0.00'],
    ['3450000.5', '3450000.50'],
    [' 12 ', '12.00'],
    ['999999999999.99', '999999999999.99'],
  ])('accepts the amount %s', async (typed, amount) => {
    const admin = await opened(stage, stage.nadia);
    const page = await admin.fill({ [limit]: typed, ACTIVO: true }).press('Guardar');
    expect(page.announced).toEqual(['Datos Actualizados']);
    expect(await stored(stage, stage.nadia)).toMatchObject({ limit_amount: amount, active: true });
  });

  test('needs a state, and a limit with ACTIVO', async () => {
    const admin = await opened(stage, stage.bruno);
    const empty = await admin.fill({ [limit]: '', ACTIVO: true }).press('Guardar');
    expect(empty.errors).toEqual([expect.stringContaining('escriba el límite, o elija INACTIVO')]);
    const stateless = { _token: admin.token, version: '1', limit: '5' };
    const page = await admin.post(addressOf(stage.bruno), stateless);
    expect([page.status, page.errors]).toEqual([422, ['Estado: elija ACTIVO o INACTIVO.']]);
    expect(await stored(stage, stage.bruno)).toBeUndefined();
  });

  test('has a fixed initial amount, and no controls for the printer', async () => {
    const admin = await opened(stage, stage.diana);
    const sent = { _token: admin.token, version: admin.page.hidden('version') ?? '', limit: '9', status: 'INACTIVO' };
    await admin.post(addressOf(stage.diana), { ...sent, initial: '500', userName: 'otro', ruc: stage.cuenca.ruc });
    const page = await admin.open(`${addressOf(stage.diana)}?imprimir=1`);
    expect(page.text).toContain('Usuario: delegada01 Monto Inicial (USD): 0.00 Monto Límite (USD): 9.00');
    expect(elements(page.root).filter(isButton)).toEqual([]);
  });

  test('of another entity’s user is not found and not changed', async () => {
    const admin = await opened(stage, stage.diana);
    expect((await admin.get(addressOf(stage.carla))).status).toBe(404);
    const sent = { _token: admin.token, version: '1', limit: '9', status: 'ACTIVO' };
    expect((await admin.post(addressOf(stage.carla), sent)).status).toBe(404);
    expect(await stored(stage, stage.carla)).toBeUndefined();
  });
});

function addressOf({ id }: CastUser): string {
  return `/administracion/usuarios/${id}/presupuesto`;
}

function opened(stage: Stage, delegate: CastUser): Promise<Visitor> {
  return visiting(stage, stage.quito.administrator, addressOf(delegate));
}

function openedAnew(stage: Stage, delegate: CastUser): Promise<Visitor> {
  return arriving(stage, stage.quito.administrator, addressOf(delegate));
}

function stored({ database }: Stage, { ruc, id }: CastUser) {
  return database.owner
    .selectFrom('budgets')
    .select(['limit_amount', 'active', 'version'])
    .where('ruc', '=', ruc)
    .where('user_id', '=', id)
    .executeTakeFirst();
}
