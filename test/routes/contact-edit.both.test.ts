import { expect, test } from 'vitest';
import type { Visitor } from '../support/browser/visitor.ts';
import { arriving } from '../support/stage/administration.ts';
import { addContact, newcomer, scopeOf, secondUser, someone } from '../support/stage/cast.ts';
import { incidentsOf } from '../support/stage/incidents.ts';
import { onStage, type Stage } from '../support/stage/stage.ts';

const minute = 60_000;

onStage('The form of a contact', (stage) => {
  test('names the contact and stores the changes', async () => {
    const visitor = await stage.signedIn(stage.quito.administrator);
    const page = await visitor.open(`/administracion/contactos/${stage.nadia.contactId}`);
    expect(page.text).toContain('» Editar Contacto Ochoa Nadia');
    visitor.fill({ 'Apellido Materno': 'Páez', Cargo: 'Director', Hasta: '30/06/2022' });
    const list = await visitor.press('Guardar');
    expect([list.url.pathname, list.announced]).toEqual(['/administracion/contactos', ['Datos Actualizados']]);
    expect(list.table().find((row) => row.Nombres === 'Ochoa Páez Nadia')).toMatchObject({
      Cargo: 'Director',
      'Fecha Salida': '2022-06-30',
    });
  });

  test('says of each user whether the person gets in today, and why not', async () => {
    const user = await someone(stage, { state: 'new', until: '2022-04-05' });
    const { userName: second } = await secondUser(stage, user, 'segundo009');
    const visitor = await stage.signedIn(stage.quito.administrator);
    const page = await visitor.open(`/administracion/contactos/${user.contactId}`);
    expect(page.text).toContain(`${user.userName} INACTIVO VENCIDO Activar`);
    expect(page.text).toContain(`${second} ACTIVO VENCIDO Desactivar`);
    await visitor.fill({ Hasta: '2022-04-06' }).press('Guardar');
    const after = await visitor.open(`/administracion/contactos/${user.contactId}`);
    expect(after.text).toContain(`${second} ACTIVO Desactivar`);
    const run = { temporary_until: new Date(stage.clock.now.getTime()) };
    await stage.database.owner.updateTable('users').set(run).where('id', '=', user.id).execute();
    const late = await visitor.open(`/administracion/contactos/${user.contactId}`);
    expect(late.text).toContain(`${user.userName} INACTIVO contraseña temporal vencida Activar`);
  });

  test('saved without changes leaves no incident', async () => {
    const { id, visitor } = await opened(stage);
    expect((await visitor.press('Guardar')).announced).toEqual(['Datos Actualizados']);
    expect(await eventsAbout(stage, id)).toEqual(['contact.created']);
    expect((await stored(stage, id)).version).toBe(1);
  });

  test('saved at a stale version shows both values and overwrites nothing', async () => {
    const { id, visitor: first } = await opened(stage);
    const second = await openedAgain(stage, id);
    await first.fill({ Cargo: 'Alcalde' }).press('Guardar');
    const page = await second.fill({ Cargo: 'Rector', 'Segundo Nombre': 'Ana' }).press('Guardar');
    expect([page.status, page.url.pathname]).toEqual([422, `/administracion/contactos/${id}`]);
    expect(page.errors[0]).toContain('Otra persona guardó este contacto');
    expect([page.field('Cargo').value, page.field('Segundo Nombre').value]).toEqual(['Rector', 'Ana']);
    expect(page.field('Cargo').describedBy).toContain('está guardado «Alcalde»');
    expect(await stored(stage, id)).toMatchObject({ position: 'Alcalde', second_name: '', version: 2 });
    expect(await eventsAbout(stage, id)).toEqual(['contact.created', 'contact.changed']);
    // The page has shown both values, so the second person may decide.
    await second.press('Guardar');
    expect(await stored(stage, id)).toMatchObject({ position: 'Rector', second_name: 'Ana', version: 3 });
  });

  test('is still stale after a refusal for another reason', async () => {
    const { id, visitor: first } = await opened(stage);
    const second = await openedAgain(stage, id);
    await first.fill({ Cargo: 'Alcalde' }).press('Guardar');
    expect((await second.fill({ Cargo: 'Rector', Desde: 'ayer' }).press('Guardar')).status).toBe(422);
    expect((await second.fill({ Desde: '2022-01-01' }).press('Guardar')).status).toBe(422);
    expect(await stored(stage, id)).toMatchObject({ position: 'Alcalde' });
  });

  test('without a version overwrites nothing', async () => {
    const { id, visitor } = await opened(stage);
    visitor.fill({ Cargo: 'Rector' });
    for (const version of ['', '0', 'x', '1.0e0x']) {
      const entries = visitor.page
        .submission('Guardar')
        .entries.map(([name, value]): [string, string] => [name, name === 'version' ? version : value]);
      expect((await visitor.post(`/administracion/contactos/${id}`, entries)).status).toBe(422);
    }
    expect(await stored(stage, id)).toMatchObject({ position: 'Analista', version: 1 });
  });

  test('sent twice changes the contact once, without speaking of another person’s change', async () => {
    const { id, visitor } = await opened(stage);
    visitor.fill({ Cargo: 'Tesorero' });
    const { url, entries } = visitor.page.submission('Guardar');
    const answers = [await visitor.post(url.pathname, entries), await visitor.post(url.pathname, entries)];
    expect(answers.map((answer) => answer.status)).toEqual([303, 303]);
    expect(await eventsAbout(stage, id)).toEqual(['contact.created', 'contact.changed']);
  });

  test('sent by two people at the same moment is stored for one of them', async () => {
    const { id, visitor } = await opened(stage);
    const other = await openedAgain(stage, id);
    visitor.fill({ Cargo: 'Tesorero' });
    other.fill({ Cargo: 'Contador' });
    const pages = await Promise.all([visitor.press('Guardar'), other.press('Guardar')]);
    expect(pages.map((page) => page.status).sort()).toEqual([200, 422]);
    expect(await eventsAbout(stage, id)).toEqual(['contact.created', 'contact.changed']);
  });

  test('has the rules of the form for a new contact, and keeps typed values', async () => {
    const { id, visitor } = await opened(stage);
    const page = await visitor.fill({ Hasta: '2021-12-31', 'Apellido Paterno': 'R2' }).press('Guardar');
    expect([page.status, page.errors.length]).toEqual([422, 2]);
    expect([page.field('Hasta').value, page.field('Apellido Paterno').value]).toEqual(['2021-12-31', 'R2']);
    expect((await stored(stage, id)).version).toBe(1);
  });

  test('is emptied by “Limpiar Campos”, which says that nothing is deleted, and filled again by “Recuperar lo guardado”', async () => {
    const { id, visitor } = await opened(stage);
    const labels = ['Apellido Paterno', 'Número Identificación', 'Desde', 'Cargo'];
    const values = () => labels.map((label) => visitor.page.field(label).value);
    const before = values();
    expect([before.includes(''), visitor.page.offers('Recuperar lo guardado')]).toEqual([false, false]);

    const sentence =
      'El formulario está vacío, y nada se ha borrado: lo guardado no cambia hasta que presione «Guardar», y vuelve con «Recuperar lo guardado».';
    for (const page of [await visitor.press('Limpiar Campos'), await visitor.open(visitor.page.url.href)]) {
      expect([page.status, page.url.pathname, page.announced]).toEqual([200, pathOf(id), [sentence]]);
      expect(page.title).toBe(`${sentence.slice(0, -1)} · Editar Contacto ${before[0]} Mila · SOCE Usuarios`);
      expect(values()).toEqual(['', '', '', 'Elija una opción']);
    }
    expect((await stored(stage, id)).version).toBe(1);

    const page = await visitor.press('Recuperar lo guardado');
    expect([page.url.pathname, page.announced, values()]).toEqual([pathOf(id), [], before]);
    expect(page.offers('Recuperar lo guardado')).toBe(false);
    expect((await stored(stage, id)).version).toBe(1);
  });

  test('offers “Recuperar lo guardado” beside typed values that are refused, also those of another’s change', async () => {
    const { id, visitor } = await opened(stage);
    const other = await openedAgain(stage, id);
    await visitor.press('Limpiar Campos');
    expect((await visitor.fill({ Cargo: 'Rector' }).press('Guardar')).status).toBe(422);
    await other.fill({ Cargo: 'Alcalde' }).press('Guardar');
    const page = await visitor.press('Recuperar lo guardado');
    expect([page.status, page.field('Cargo').value, page.hidden('version')]).toEqual([200, 'Alcalde', '2']);
  });

  test('says beside “Estado” how many users and sessions INACTIVO ends, and saving it ends them', async () => {
    const one = await someone(stage);
    const other = await secondUser(stage, one, 'doblevida2');
    const idle = await stage.signedIn(one);
    stage.clock.advance(31 * minute);
    const visitors = [await stage.signedIn(one), await stage.signedIn(other), await stage.signedIn(other)];
    const administrator = await openedAgain(stage, one.contactId);
    expect(administrator.page.field('Estado').describedBy).toContain(
      'termina en el acto el acceso de 2 usuarios y se cierran 3 sesiones abiertas',
    );
    await administrator.fill({ Estado: 'INACTIVO' }).press('Guardar');
    for (const visitor of [...visitors, idle]) {
      expect((await visitor.open('/inicio')).url.pathname).toBe('/ingreso');
    }
    const left = stage.database.owner.selectFrom('sessions').select('id').where('user_id', '=', one.id);
    expect(await left.execute()).toEqual([]);
    await expect(stage.signedIn(other)).rejects.toThrow(/could not sign in/);
  });

  test('says beside “Estado” that a contact without a user loses no access', async () => {
    const { visitor } = await opened(stage);
    expect(visitor.page.field('Estado').describedBy).toContain('no tiene usuario');
  });

  test('of the administrator needs an e-mail and stays ACTIVO', async () => {
    const { administrator } = stage.quito;
    const visitor = await openedAgain(stage, administrator.contactId);
    expect(visitor.page.field('Correo Electrónico').required).toBe(true);
    for (const [label, typed, usual] of [
      ['Correo Electrónico', '', 'amparo@prueba.example'],
      ['Estado', 'INACTIVO', 'ACTIVO'],
    ] as const) {
      const page = await visitor.fill({ [label]: typed }).press('Guardar');
      expect([page.status, page.field(label).invalid, page.errors.length]).toEqual([422, true, 1]);
      visitor.fill({ [label]: usual });
    }
    expect(await stored(stage, administrator.contactId)).toMatchObject({
      active: true,
      email: 'amparo@prueba.example',
    });
    expect((await visitor.open('/inicio')).url.pathname).toBe('/inicio');
  });

  test.for(['0', '-1', '01', '1e3', 'x', '999999999999999', '9'.repeat(30)])(
    'is not found at number “%s”',
    async (id) => {
      const visitor = await stage.signedIn(stage.quito.administrator);
      expect((await visitor.open(`/administracion/contactos/${id}`)).status).toBe(404);
    },
  );

  test('of another entity is not found and not changed', async () => {
    const { visitor } = await opened(stage);
    visitor.fill({ Cargo: 'Rector' });
    const path = `/administracion/contactos/${stage.carla.contactId}`;
    expect((await visitor.get(path)).status).toBe(404);
    expect((await visitor.post(path, visitor.page.submission('Guardar').entries)).status).toBe(404);
    expect(await stored(stage, stage.carla.contactId)).toMatchObject({ position: 'Analista', version: 1 });
  });
});

let people = 0;

// Adds a contact and opens its form.
async function opened(stage: Stage): Promise<{ id: number; visitor: Visitor }> {
  people += 1;
  const scope = scopeOf(stage.database, stage.quito, stage.clock.now);
  const id = await addContact(scope, newcomer(`Mora ${'I'.repeat(people)}`, 'Mila', { email: '' }));
  return { id, visitor: await openedAgain(stage, id) };
}

function pathOf(id: number): string {
  return `/administracion/contactos/${id}`;
}

function openedAgain(stage: Stage, id: number): Promise<Visitor> {
  return arriving(stage, stage.quito.administrator, `/administracion/contactos/${id}`);
}

function stored({ database }: Stage, id: number) {
  return database.owner.selectFrom('contacts').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}

async function eventsAbout(stage: Stage, id: number): Promise<string[]> {
  return (await incidentsOf(stage, 'contact', id)).map(({ event }) => event);
}
