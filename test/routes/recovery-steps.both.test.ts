import { beforeEach, expect, test } from 'vitest';
import type { Visitor } from '../support/browser/visitor.ts';
import { contents } from '../support/server/contents.ts';
import { freshAddress } from '../support/stage/guesses.ts';
import { acceptedRecoveries, carryOut, identify, recover } from '../support/stage/recovery.ts';
import { onStage } from '../support/stage/stage.ts';

const minute = 60_000;
const steps = ['/recuperar/motivo', '/recuperar/solicitud', '/recuperar/listo'];
const reason = 'Otro';

onStage('The steps of a recovery', (stage) => {
  beforeEach(() => stage.forgetGuesses());

  test.for([
    ['nobody has begun', '/recuperar', async () => {}],
    ['only the data are given', '/recuperar/motivo', (visitor: Visitor) => identify(visitor)],
    ['the reason is given', '/recuperar/solicitud', toLetter],
    ['the letter is accepted', '/recuperar/listo', (visitor: Visitor) => recover(visitor)],
  ] as const)('where %s all lead to %s, opened or sent', async ([, open, prepare]) => {
    const visitor = newVisitor();
    await prepare(visitor);
    await visitor.open('/recuperar');
    const { token: _token } = visitor;
    const before = await everything();
    expect((await visitor.get(open)).status).toBe(200);
    for (const step of steps.filter((one) => one !== open)) {
      const looked = await visitor.get(step);
      expect([looked.status, looked.headers.location]).toEqual([303, open]);
      // The last step has no form.
      if (step === steps[2]) continue;
      const sent = await visitor.post(step, { _token, reason, accepted: 'Acepto' });
      expect([sent.status, sent.headers.location]).toEqual([303, open]);
    }
    expect(await everything()).toEqual(before);
  });

  test('change nothing when they are opened', async () => {
    const visitors = [newVisitor(), newVisitor(), newVisitor(), newVisitor()] as const;
    await identify(visitors[1]);
    await toLetter(visitors[2]);
    await recover(visitors[3]);
    const before = await everything();
    for (const visitor of visitors) {
      for (const path of ['/recuperar', ...steps].flatMap((one) => [one, one, `${one}?imprimir=1`]))
        await visitor.get(path);
    }
    expect(await everything()).toEqual(before);
  });

  test('cannot be replayed after the end', async () => {
    const visitor = newVisitor();
    await toLetter(visitor);
    const { token: _token } = visitor;
    const before = await reasons();
    for (const _ of [1, 2, 3]) {
      const page = await visitor.post('/recuperar/solicitud', { _token, accepted: 'Acepto' }, {}, { follow: true });
      expect(page.url.pathname).toBe('/recuperar/listo');
    }
    await visitor.post('/recuperar/motivo', { _token, reason: 'Sospecha de uso no autorizado' });
    expect(await reasons()).toEqual([...before, 'Otro']);
  });

  test('in two tabs belong to one recovery, and a step done in one is done in the other', async () => {
    const visitor = newVisitor();
    await identify(visitor);
    const { token: _token } = visitor;
    const before = await reasons();
    const [first, second] = ['Otro', 'Sospecha de uso no autorizado'];
    await visitor.post('/recuperar/motivo', { _token, reason: first });
    const late = await visitor.post('/recuperar/motivo', { _token, reason: second }, {}, { follow: true });
    expect(late.url.pathname).toBe('/recuperar/solicitud');
    expect(late.text).toContain('Motivo Otro');
    await visitor.post('/recuperar/solicitud', { _token, accepted: 'Acepto' });
    expect(await reasons()).toEqual([...before, 'Otro']);
  });

  test('begun anew in the same browser belong to the new recovery alone', async () => {
    const visitor = newVisitor();
    await toLetter(visitor);
    expect((await identify(visitor)).url.pathname).toBe('/recuperar/motivo');
    expect((await visitor.get('/recuperar/solicitud')).headers.location).toBe('/recuperar/motivo');
  });

  test('sent five times at once have one effect', async () => {
    const visitor = newVisitor();
    await toLetter(visitor);
    const { token: _token } = visitor;
    const [before, mails] = [await reasons(), await mailCount()];
    const pages = await Promise.all(
      Array.from({ length: 5 }, () => visitor.post('/recuperar/solicitud', { _token, accepted: 'Acepto' })),
    );
    expect(pages.map(({ headers }) => headers.location)).toEqual(Array(5).fill('/recuperar/listo'));
    expect(await acceptedRecoveries(stage)).toHaveLength(1);
    expect(await reasons()).toEqual([...before, 'Otro']);
    expect(await mailCount()).toBe(mails + 1);
  });

  test.for([
    ['/recuperar/motivo', (visitor: Visitor) => identify(visitor)],
    ['/recuperar/solicitud', toLetter],
    ['/recuperar/listo', (visitor: Visitor) => recover(visitor)],
  ] as const)('expire half an hour after they began: %s', async ([path, prepare]) => {
    const visitor = newVisitor();
    await prepare(visitor);
    await visitor.open('/recuperar');
    const { token: _token } = visitor;
    const before = await reasons();
    stage.clock.advance(30 * minute - 1);
    expect((await visitor.get(path)).status).toBe(200);
    for (const more of [1, 1_000]) {
      stage.clock.advance(more);
      expect((await visitor.get(path)).headers.location).toBe('/recuperar');
      if (path === steps[2]) continue;
      const sent = await visitor.post(path, { _token, reason, accepted: 'Acepto' });
      expect(sent.headers.location).toBe('/recuperar');
    }
    expect(await reasons()).toEqual(before);
  });

  test('belong to the browser that began: another one has its own step, and its form is refused', async () => {
    const [one, other] = [newVisitor(), newVisitor()];
    await toLetter(one);
    await identify(other);
    expect((await other.get('/recuperar/solicitud')).headers.location).toBe('/recuperar/motivo');
    const before = await everything();
    const foreign = await other.post('/recuperar/motivo', { _token: one.token, reason });
    expect(foreign.status).toBe(403);
    expect(await everything()).toEqual(before);
  });

  test('are found by the complete cookie alone', async () => {
    const visitor = newVisitor();
    await toLetter(visitor);
    const token = visitor.cookies.get('soce_recuperar') ?? '';
    const [row] = await stage.database.owner
      .selectFrom('recovery_drafts')
      .select('id')
      .orderBy('expires_at', 'desc')
      .execute();
    const tampered = [
      token.slice(0, -1),
      `${token}A`,
      token.toLowerCase(),
      ` ${token}x`,
      row?.id ?? '',
      '',
      "' or ''='",
    ];
    for (const value of tampered) {
      visitor.cookies.set('soce_recuperar', encodeURIComponent(value));
      expect((await visitor.get('/recuperar/solicitud')).headers.location).toBe('/recuperar');
    }
    visitor.cookies.set('soce_recuperar', token);
    expect((await visitor.get('/recuperar/solicitud')).status).toBe(200);
  });

  test('end with “Finalizar” only where “Acepto” is ticked', async () => {
    const visitor = newVisitor();
    await toLetter(visitor);
    const before = await everything();
    const page = await visitor.press('Finalizar');
    expect([page.status, page.url.pathname]).toEqual([422, '/recuperar/solicitud']);
    expect(page.title).toMatch(/^Error: /);
    expect(page.errors).toEqual(['Acepto: para finalizar, marque que acepta las condiciones de la solicitud.']);
    expect(page.field('Acepto').invalid).toBe(true);
    expect(page.text).toContain('RUC 1769999930001');
    expect(await everything()).toEqual(before);
    expect((await visitor.fill({ Acepto: true }).press('Finalizar')).url.pathname).toBe('/recuperar/listo');
  });

  test('accept a reason of the catalog alone', async () => {
    const visitor = newVisitor();
    await identify(visitor);
    expect(visitor.page.field('Motivo').options).toEqual([
      'No recuerdo la contraseña ingresada inicialmente',
      'Contraseña bloqueada por intentos fallidos',
      'Cambio del representante legal o del administrador',
      'Sospecha de uso no autorizado',
      'No llegó el correo con la contraseña',
      'Otro',
    ]);
    const page = await visitor.press('Siguiente');
    expect([page.status, page.errors]).toEqual([422, ['Motivo: elija una de las opciones.']]);
    expect(page.field('Motivo').invalid).toBe(true);
  });

  function newVisitor(): Visitor {
    return stage.site.visitor({ address: freshAddress(), weigh: false });
  }

  async function toLetter(visitor: Visitor): Promise<void> {
    await identify(visitor);
    await visitor.fill({ Motivo: reason }).press('Siguiente');
  }

  /** Carries out the accepted recoveries and reads the whole database. */
  async function everything(): Promise<Record<string, string[]>> {
    await carryOut(stage);
    return contents(stage.database);
  }

  /** Carries out the accepted recoveries and reads the reasons of all. */
  async function reasons(): Promise<string[]> {
    await carryOut(stage);
    const rows = await stage.database.owner.selectFrom('recoveries').select('reason').orderBy('id').execute();
    return rows.map((row) => row.reason);
  }

  async function mailCount(): Promise<number> {
    return (await stage.database.owner.selectFrom('mails').select('id').execute()).length;
  }
});
