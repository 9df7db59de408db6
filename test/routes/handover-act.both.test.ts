import { expect, test } from 'vitest';
import { saveContact } from '../support/stage/administration.ts';
import { addContact, grant, newcomer, scopeOf, someone } from '../support/stage/cast.ts';
import { factsOn, handoverOf, relieving, review, successorOf } from '../support/stage/handovers.ts';
import { incidentsOf } from '../support/stage/incidents.ts';
import { onStage, type Stage } from '../support/stage/stage.ts';

onStage('The act of a handover', (stage) => {
  test('has both persons, the days, the users with their menus and limits, and two lines to sign', async () => {
    const { act, outgoing, successor } = await madeHandover(stage, 'Firmante');
    expect(act.h1).toBe('Acta de entrega y recepción');
    expect(act.text).toContain('miércoles 06 de abril de 2022');
    expect(factsOn(act)).toMatchObject({
      'Entidad contratante': 'Municipio de Prueba',
      RUC: '1769999930001',
      'Último día de quien entrega': '2022-04-10',
      'Primer día de quien recibe': '2022-04-11',
      [`Usuario ${outgoing.userName}`]:
        'Menús: ENTIDAD-DATOS GENERALES, ENTIDAD-PLAN ANUAL DE CONTRATACIÓN. Límite: USD 900.00.',
      [`Usuario ${successor.userName}`]:
        'Menús: ENTIDAD-DATOS GENERALES, ENTIDAD-PLAN ANUAL DE CONTRATACIÓN. Límite: USD 900.00.',
    });
    expect(act.text).toMatch(/Quien entrega Nombre Firmante Ana Cargo Analista Identificación Pasaporte NUEVO\d+/);
    expect(act.text).toMatch(/Entrega: Firmante Ana Pasaporte NUEVO\d+ Recibe: Firmante Eva Pasaporte NUEVO\d+/);
  });

  test('stays the same whatever happens to the people, their users, menus and limits later', async () => {
    const { visitor, act, outgoing, successor } = await madeHandover(stage, 'Constante');
    const text = bodyOf(act.html);
    for (const { contactId } of [outgoing, successor]) {
      const changes = {
        'Apellido Paterno': 'Cambiada',
        Cargo: 'Director',
        'Número Identificación': `OTRO${contactId}`,
      };
      await saveContact(stage, contactId, { ...changes, Hasta: '2031-01-01' });
    }
    const scope = scopeOf(stage.database, stage.quito, stage.clock.now);
    await scope.profiles.set(successor.id, ['DATOS_GENERALES', 'PAC'], ['DATOS_GENERALES', 'REPORTES']);
    await scope.budgets.set(successor.id, 2, { limit: '1.00', active: true });
    const { owner } = stage.database;
    await owner
      .updateTable('users')
      .set({ name: 'rebautizado', name_folded: 'rebautizado' })
      .where('id', '=', outgoing.id)
      .execute();
    await owner.updateTable('menus').set({ name: 'OTRO NOMBRE' }).where('code', '=', 'PAC').execute();
    await owner.updateTable('entities').set({ name: 'Otro nombre' }).where('ruc', '=', stage.quito.ruc).execute();
    expect(bodyOf((await visitor.open(act.url.pathname)).html)).toBe(text);
    await owner.updateTable('entities').set({ name: stage.quito.name }).where('ruc', '=', stage.quito.ruc).execute();
    const pac = owner.updateTable('menus').set({ name: 'ENTIDAD-PLAN ANUAL DE CONTRATACIÓN' });
    await pac.where('code', '=', 'PAC').execute();
  });

  test('can be neither changed nor deleted by the product’s role', async () => {
    await madeHandover(stage, 'Fija');
    for (const work of ['update handovers set made_by = null', 'delete from handovers']) {
      const attempt = stage.database.inScope(stage.quito.ruc, (scope) =>
        scope.executeQuery({ sql: work, parameters: [], query: { kind: 'RawNode' } as never, queryId: {} as never }),
      );
      await expect(attempt).rejects.toThrow('permission denied');
    }
  });

  test('stands in the list, newest first, that is searched by both names, and in the history', async () => {
    const { visitor, act, outgoing } = await madeHandover(stage, 'Listada');
    const number = `No. ${act.url.pathname.split('/').at(-1)}`;
    const list = await visitor.follow('Relevos');
    expect(list.table()[0]).toMatchObject({
      Acta: number,
      Sale: 'Listada Ana',
      Entra: 'Listada Eva',
      Usuario: 'adminquito',
    });
    for (const typed of ['listada eva', 'ANA LISTADA']) {
      expect((await visitor.fill({ Persona: typed }).press('Buscar')).table()).toHaveLength(1);
    }
    expect((await visitor.follow(number)).h1).toBe('Acta de entrega y recepción');
    const history = await visitor.open(`/administracion/contactos/incidencias?contacto=${outgoing.contactId}`);
    expect(history.table()[0]?.Cambios).toBe(
      `Releva Listada Eva; último día: 2022-04-10; primer día: 2022-04-11; acta ${number}. Ver acta`,
    );
    expect((await visitor.follow(`Ver acta ${number.slice(4)}`)).url.pathname).toBe(act.url.pathname);
  });

  test('of another entity is missing, and its list shows none', async () => {
    const { act } = await madeHandover(stage, 'Ajena');
    const foreign = await stage.signedIn(stage.cuenca.administrator);
    expect((await foreign.open(act.url.pathname)).status).toBe(404);
    expect((await foreign.open('/administracion/relevos')).text).toContain('Aún no hay relevos.');
    const form = await foreign.open(`/administracion/contactos/${stage.diana.contactId}/relevo`);
    expect(form.status).toBe(404);
  });
});

onStage('A handover that is sent', (stage) => {
  test('twice, one after the other, is made once, and both answers show its act', async () => {
    const { visitor, form, path } = await reviewed(stage, 'Doble');
    const pages = [await visitor.post(path, form), await visitor.post(path, form)];
    expect(pages.map(({ status }) => status)).toEqual([303, 303]);
    expect(pages[0]?.headers.location).toBe(pages[1]?.headers.location);
    expect(await handoversOf(stage)).toBe(1);
  });

  test('twice is made once, too, where it adds a user, whom the successor then has', async () => {
    const outgoing = await someone(stage);
    const { contactId } = await successorOf(stage);
    const visitor = await relieving(stage, outgoing, `?contacto=${contactId}`);
    await review(visitor, { Usuario: 'repetido2022' });
    const [path, form] = [handoverOf(outgoing), formOn(visitor)];
    const before = await handoversOf(stage);
    const pages = [
      ...(await Promise.all([visitor.post(path, form), visitor.post(path, form)])),
      await visitor.post(path, form),
    ];
    expect(pages.map(({ status }) => status)).toEqual([303, 303, 303]);
    expect(new Set(pages.map(({ headers }) => headers.location)).size).toBe(1);
    expect(await handoversOf(stage)).toBe(before + 1);
    expect((await visitor.open(pages[0]?.headers.location ?? '')).announced.join(' ')).toContain('Falta activar');
  });

  test('ten times at once is made once', async () => {
    const { visitor, form, path } = await reviewed(stage, 'Simultánea');
    const before = await handoversOf(stage);
    const pages = await Promise.all(Array.from({ length: 10 }, () => visitor.post(path, form)));
    expect(new Set(pages.map(({ headers }) => headers.location)).size).toBe(1);
    expect(await handoversOf(stage)).toBe(before + 1);
  });

  test('in two tabs, each with its own review, is made in the first, and the second says so', async () => {
    const { visitor, form, path } = await reviewed(stage, 'Pestañas');
    const other = await visitor.open(`${path}?${form.asked}`);
    expect(other.hidden('creationKey')).not.toBe(form.creationKey);
    const before = await handoversOf(stage);
    await visitor.post(path, form);
    const second = await visitor.press('Confirmar');
    expect([second.status, second.errors.join(' ').includes('no se hizo nada')]).toEqual([422, true]);
    expect(await handoversOf(stage)).toBe(before + 1);
  });

  test('once more with other days under the same key changes nothing, and is told', async () => {
    const { visitor, form, path } = await reviewed(stage, 'Repetida');
    const before = await handoversOf(stage);
    await visitor.post(path, form);
    const page = await visitor.post(path, { ...form, asked: form.asked.replace('2022-04-10', '2022-04-09') });
    expect([page.status, page.errors.join(' ').includes('no se hizo nada')]).toEqual([422, true]);
    expect(await handoversOf(stage)).toBe(before + 1);
  });

  test('by two people crosswise at once locks nobody out', async () => {
    const [one, other] = [await someone(stage), await someone(stage)];
    const visitor = await stage.signedIn(stage.quito.administrator);
    const forms = [];
    for (const [from, to] of [
      [one, other],
      [other, one],
    ] as const) {
      await visitor.open(`${handoverOf(from)}?contacto=${to.contactId}`);
      await review(visitor, { 'Trabajarán juntos': true });
      forms.push({ path: handoverOf(from), form: formOn(visitor) });
    }
    const pages = await Promise.all(forms.map(({ path, form }) => visitor.post(path, form)));
    // The one that comes second finds its people changed, or that its successor's delegation now ends too early.
    expect(pages.map(({ status }) => status).sort()).toEqual([303, 422]);
  });

  test('leaves one incident of its own and those of its parts alone', async () => {
    const { visitor, form, path, outgoing } = await reviewed(stage, 'Contada');
    await visitor.post(path, form);
    await visitor.post(path, form);
    const events = (await incidentsOf(stage, 'contact', outgoing.contactId)).map(({ event }) => event);
    expect(events).toEqual(['contact.created', 'contact.changed', 'handover.made']);
  });
});

// Makes a handover from one user to another of a surname.
async function madeHandover(stage: Stage, surname: string) {
  const outgoing = await someone(stage, { paternalSurname: surname, firstName: 'Ana' });
  await grant(stage, outgoing, ['PAC']);
  const scope = scopeOf(stage.database, stage.quito, stage.clock.now);
  await scope.budgets.set(outgoing.id, 1, { limit: '900.00', active: true });
  const successor = await someone(stage, { paternalSurname: surname, firstName: 'Eva' });
  const visitor = await relieving(stage, outgoing, `?contacto=${successor.contactId}`);
  await review(visitor, {});
  return { visitor, outgoing, successor, act: await visitor.press('Confirmar') };
}

// Opens the review of a handover to a contact without users; gives the form that confirms it.
async function reviewed(stage: Stage, surname: string) {
  const scope = scopeOf(stage.database, stage.quito, stage.clock.now);
  const contactId = await addContact(scope, newcomer(surname, 'Ana'));
  const successor = await successorOf(stage, { paternalSurname: surname, firstName: 'Eva' });
  const visitor = await relieving(stage, { contactId }, `?contacto=${successor.contactId}`);
  await review(visitor, {});
  return { visitor, outgoing: { contactId }, path: handoverOf({ contactId }), form: formOn(visitor) };
}

function formOn({ page }: { page: { hidden(name: string): string | undefined } }) {
  const hidden = (name: string) => page.hidden(name) ?? '';
  return {
    _token: hidden('_token'),
    asked: hidden('asked'),
    seen: hidden('seen'),
    creationKey: hidden('creationKey'),
  };
}

async function handoversOf({ database, quito }: Stage): Promise<number> {
  const rows = await database.owner.selectFrom('handovers').select('id').where('ruc', '=', quito.ruc).execute();
  return rows.length;
}

function bodyOf(html: string): string {
  return /<div class="letter">[\s\S]*<div class="toolbar"/.exec(html)?.[0] ?? '';
}
