import { expect, test } from 'vitest';
import { secondUser, someone } from '../support/stage/cast.ts';
import { addCrowd } from '../support/stage/crowd.ts';
import { days, factsOn, handoverOf, relieving, review, successorOf } from '../support/stage/handovers.ts';
import { pressLate, signInAgain } from '../support/stage/run-out.ts';
import { onStage } from '../support/stage/stage.ts';

onStage('The form of a handover', (stage) => {
  test('opens with the last day of the delegation and the day after, or today where that has passed', async () => {
    const fields = ['Último día de quien sale', 'Primer día de quien entra'];
    for (const [until, first] of [
      [null, ''],
      ['2022-04-05', '2022-04-06'],
      ['2022-04-04', '2022-04-06'],
      ['2022-04-06', '2022-04-07'],
      ['2022-12-31', '2023-01-01'],
    ] as const) {
      const { contactId } = await successorOf(stage, { until });
      const { page } = await relieving(stage, { contactId });
      expect(fields.map((label) => page.field(label).value)).toEqual([until ?? '', first]);
    }
  });

  test('keeps what was chosen on the way back from the review', async () => {
    const outgoing = await someone(stage);
    const { contactId } = await successorOf(stage, { paternalSurname: 'Corregida' });
    const visitor = await relieving(stage, outgoing, `?contacto=${contactId}`);
    await review(visitor, { Usuario: 'corregida1', 'Trabajarán juntos': true });
    const page = await visitor.follow('Corregir');
    expect([page.status, page.errors, page.h1]).toEqual([200, [], `Relevar a Persona Paz`]);
    expect([page.field('Usuario').value, page.field('Trabajarán juntos').checked]).toEqual(['corregida1', true]);
    expect([page.field('Quién releva').value, page.field('Último día de quien sale').value]).toEqual([
      'Corregida Rita',
      days['Último día de quien sale'],
    ]);
  });

  test('asks anew for the user where another successor is chosen', async () => {
    const outgoing = await someone(stage);
    const first = await successorOf(stage, { paternalSurname: 'Primera' });
    const other = await someone(stage, { paternalSurname: 'Segunda', firstName: 'Sol' });
    const visitor = await relieving(stage, outgoing, `?contacto=${first.contactId}`);
    const page = await review(visitor, { Usuario: 'primera22', 'Quién releva': 'Segunda Sol (ya tiene 1 usuario)' });
    expect([page.status, page.errors, page.field('Usuario').value]).toEqual([200, [], other.userName]);
    expect(page.field('Usuario nuevo').value).toBe('');
  });

  test('comes back after a session that has ended, and the review can be confirmed', async () => {
    const outgoing = await someone(stage);
    const { contactId } = await successorOf(stage, { paternalSurname: 'Tardía' });
    const visitor = await relieving(stage, outgoing, `?contacto=${contactId}`);
    const said = factsOn(await review(visitor, { Usuario: 'tardia2022' }));
    await pressLate(stage, visitor, 'Confirmar');
    const again = await signInAgain(visitor, stage.quito.administrator);
    expect([again.url.pathname, factsOn(again)]).toEqual([handoverOf(outgoing), said]);
    expect((await visitor.press('Confirmar')).h1).toBe('Acta de entrega y recepción');
  });

  test('of a person with many users comes back whole after a session that has ended', async () => {
    const outgoing = await someone(stage);
    const letters = [...'bcdefghijklmnopqrstuvwxyz'];
    for (const letter of letters) await secondUser(stage, outgoing, `${outgoing.userName}${letter}`);
    const successor = await someone(stage, { paternalSurname: 'Muchas', firstName: 'Mar' });
    const visitor = await relieving(stage, outgoing, `?contacto=${successor.contactId}`);
    visitor.fill({ ...days, 'Trabajarán juntos': true });
    await pressLate(stage, visitor, 'Revisar');
    const again = await signInAgain(visitor, stage.quito.administrator);
    expect([again.url.pathname, again.h1]).toEqual([handoverOf(outgoing), 'Revisar el relevo de Persona Paz']);
    expect(factsOn(again)[`Usuario ${successor.userName}`]).toContain(`${outgoing.userName}z`);
  });

  test('comes back to the list of contacts as it was', async () => {
    await someone(stage, { paternalSurname: 'Listada', until: '2022-04-10' });
    const { name } = await successorOf(stage, { paternalSurname: 'Siguiente' });
    const visitor = await stage.browserOf(stage.quito.administrator);
    await visitor.open('/administracion/contactos?buscar=listada&filas=50');
    await visitor.follow('Relevar Listada Paz');
    expect(visitor.page.link('Cancelar').href).toBe('/administracion/contactos?buscar=listada&filas=50');
    await review(visitor, { 'Quién releva': name, 'Copiar menús': false });
    expect(visitor.page.link('Cancelar').href).toBe('/administracion/contactos?buscar=listada&filas=50');
  });

  test('prints its values, without a field', async () => {
    const outgoing = await someone(stage);
    const { name, contactId } = await successorOf(stage, { paternalSurname: 'Impresa' });
    const { page } = await relieving(stage, outgoing, `?contacto=${contactId}&imprimir=1`);
    expect(page.text).toContain(`Quién releva: ${name}`);
    expect(page.text).toContain('Copiar menús: Sí');
    expect(page.offers('Revisar')).toBe(false);
  });
});

onStage('The form of a handover in a large entity', (stage) => {
  test('finds the successor by a search, which keeps the rest of the form', async () => {
    const outgoing = await someone(stage);
    const { name } = await successorOf(stage, { paternalSurname: 'Buscada' });
    await addCrowd(stage.database.owner, stage.quito.ruc, 10, 60);
    const visitor = await relieving(stage, outgoing);
    const page = await visitor.fill({ ...days, 'Buscar contacto': 'buscada' }).press('Buscar');
    expect([page.field('Quién releva').value, page.text.includes('Se encontró 1 contacto.')]).toEqual([name, true]);
    expect(page.field('Último día de quien sale').value).toBe(days['Último día de quien sale']);
    const asked = await visitor.fill({ Usuario: 'buscada22' }).press('Revisar');
    expect(asked.h1).toMatch(/^Revisar el relevo/);
    const none = await relieving(stage, outgoing, '?buscar=nadie&accion=buscar');
    expect(none.page.text).toContain('Ningún contacto ACTIVO coincide con «nadie».');
    const own = await relieving(stage, outgoing, `?contacto=${outgoing.contactId}`);
    expect(own.page.field('Quién releva').value).toBe('Elija una opción');
  });
});

onStage('The act of a change of administrator', (stage) => {
  test('has a text of its own, and stands in the same list', async () => {
    const person = { contactId: 1, position: 'Analista', documentType: 'Pasaporte', users: [] };
    const record = {
      kind: 'administration' as const,
      entityName: stage.quito.name,
      outgoing: { ...person, name: 'Salgado Amparo', documentNumber: 'UNO01' },
      successor: { ...person, name: 'Ñacato Diana', documentNumber: 'DOS02' },
      day: '2022-04-06',
    };
    const made = { made_by: 'delegada01', made_at: stage.clock.now };
    const row = { ruc: stage.quito.ruc, creation_key: 'x', kind: record.kind, record: JSON.stringify(record), ...made };
    await stage.database.owner.insertInto('handovers').values(row).execute();
    const visitor = await stage.browserOf(stage.quito.administrator);
    const list = await visitor.open('/administracion/relevos');
    expect(list.table()[0]).toMatchObject({
      Qué: 'Administración',
      'Último día': '2022-04-06',
      'Primer día': '2022-04-06',
    });
    const act = await visitor.follow(list.table()[0]?.Acta ?? '');
    expect(factsOn(act)['Fecha del cambio']).toBe('2022-04-06');
    expect(act.text).toContain('quien recibe asume, la administración');
    expect(act.text).toContain('Recibe: Ñacato Diana Pasaporte DOS02');
    expect(act.text).not.toContain('Último día');
  });
});
