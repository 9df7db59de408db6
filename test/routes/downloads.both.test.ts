import readExcel from 'read-excel-file/node';
import { beforeAll, describe, expect, test } from 'vitest';
import { contactForm, contactLabels, typedContact } from '../../src/domain/contact.ts';
import { badQueries } from '../support/bad-input/bad-requests.ts';
import type { Visitor } from '../support/browser/visitor.ts';
import { addContact, addDelegate, grant, newcomer, person, scopeOf } from '../support/stage/cast.ts';
import { catalogs } from '../support/stage/catalogs.ts';
import { download, rowsOf } from '../support/stage/downloads.ts';
import { eventsOf } from '../support/stage/incidents.ts';
import { enter } from '../support/stage/sign-in.ts';
import { onStage } from '../support/stage/stage.ts';

const contacts = '/administracion/contactos';
const users = '/administracion/usuarios';
const history = `${contacts}/incidencias`;
const today = '2022-04-06';

const ahead = [
  ['Sec-Purpose', 'prefetch'],
  ['Sec-Purpose', 'prefetch;prerender'],
  ['Purpose', 'prefetch'],
  ['X-Moz', 'prefetch'],
] as const;

onStage('A downloaded list', (stage) => {
  let administrator: Visitor;
  const file = (path: string) => download(stage, administrator, path);
  const downloads = async () => (await eventsOf(stage, stage.quito.ruc)).filter((event) => event === 'list.downloaded');

  beforeAll(async () => {
    const quito = scopeOf(stage.database, stage.quito, stage.clock.now);
    const more = { until: '2022-12-31', sex: 'Femenino', email: 'ingrid@prueba.example' };
    await addContact(quito, { ...person('Ñandú', 'Íngrid', '0912345675'), ...more });
    await addContact(quito, newcomer('=1+1', '@Ana;"B"', { position: 'Técnico', email: '', active: false }));
    const limited = await addDelegate(stage, 'limitada01', newcomer('Duque', 'Dora', { until: '2022-04-05' }));
    await quito.budgets.set(limited.id, 1, { limit: '3450000.50', active: true });
    await grant(stage, limited, ['PAC', 'REPORTES']);
    administrator = await stage.signedIn(stage.quito.administrator);
  });

  describe.each(['csv', 'excel'])('of contacts as %s', (format) => {
    const path = `${contacts}/descargar?formato=${format}`;

    test('has all contacts in the order of the list, with all that their form shows', async () => {
      const listed = (await administrator.open(`${contacts}?orden=nombres&sentido=desc&filas=100`)).table();
      const rows = await rowsOf(await file(`${path}&orden=nombres&sentido=desc`));
      expect(Object.keys(rows[0] ?? {})).toEqual(Object.values(contactLabels));
      const names = rows.map((row) => Object.values(row).slice(0, 4).filter(Boolean).join(' '));
      expect(names).toEqual(listed.map(({ Nombres }) => Nombres));
    });

    test('is what the form would store, so that it changes nothing when it is sent back', async () => {
      const quito = scopeOf(stage.database, stage.quito, stage.clock.now);
      const fields = Object.keys(contactLabels);
      const rows = await rowsOf(await file(`${path}&delegacion=vigente&estado=activo`));
      expect(rows.length).toBeGreaterThan(3);
      for (const row of rows) {
        const typed = Object.fromEntries(fields.map((field, place) => [field, Object.values(row)[place]]));
        const read = contactForm(catalogs, today).parse(typed);
        const found = await quito.contacts.page({ ...listing, search: read.documentNumber });
        const { contact } = await quito.contacts.find(found.rows[0]?.id ?? 0);
        expect(typedContact(read)).toEqual(typedContact(contact));
        expect(contact).toMatchObject(read);
      }
    });

    test('keeps zeros in front, accents, days and what looks like a formula', async () => {
      const rows = await rowsOf(await file(`${path}&orden=nombres`));
      expect(rows.find((row) => row['Número Identificación'] === '0912345675')).toMatchObject({
        'Apellido Paterno': 'Ñandú',
        'Primer Nombre': 'Íngrid',
        Sexo: 'Femenino',
        Desde: '2022-01-01',
        Hasta: '2022-12-31',
      });
      expect(rows.find((row) => row['Apellido Paterno'] === '=1+1')).toMatchObject({
        'Primer Nombre': '@Ana;"B"',
        Sexo: 'Sin dato',
        Estado: 'INACTIVO',
        Hasta: '',
      });
    });
  });

  test('is all that matches the search and the filters, whichever page is shown', async () => {
    const page = await administrator.open(`${contacts}?cargo=T%C3%A9cnico&buscar=ana&pagina=1&filas=20`);
    const rows = await rowsOf(await file(page.link('Descargar CSV').href));
    expect(rows.map((row) => row['Apellido Paterno'])).toEqual(['=1+1']);
    await administrator.open(`${contacts}?estado=inactivo`);
    const excel = await rowsOf(await file(administrator.page.link('Descargar Excel').href));
    expect(excel.map((row) => row['Apellido Paterno'])).toEqual(['=1+1']);
  });

  test('of users says who gets in, the menus, the limit and the moments', async () => {
    const [row, ...others] = await rowsOf(await file(`${users}/descargar?formato=csv&buscar=limitada01`));
    expect(others).toEqual([]);
    expect(row).toEqual({
      Usuario: 'limitada01',
      Nombre: 'Duque Dora',
      Cargo: 'Analista',
      'Correo Electrónico': 'dora@prueba.example',
      Estado: 'ACTIVO',
      'Acceso hoy': 'No',
      Menús: 'ENTIDAD-DATOS GENERALES; ENTIDAD-PLAN ANUAL DE CONTRATACIÓN; ENTIDAD-REPORTES',
      'Monto Límite (USD)': '3450000.50',
      Creado: '2022-04-06 15:53',
      'Último acceso': '',
    });
    const all = await rowsOf(await file(`${users}/descargar?formato=csv`));
    const own = all.find(({ Usuario }) => Usuario === stage.quito.administrator.userName);
    expect(own).toMatchObject({ 'Acceso hoy': 'Sí', 'Monto Límite (USD)': '', 'Último acceso': '2022-04-06 15:53' });
  });

  test('of users shows another reader moments as dates and the limit as a number', async () => {
    const { bytes } = await file(`${users}/descargar?formato=excel&buscar=limitada01`);
    const [sheet] = await readExcel(bytes);
    expect(sheet?.sheet).toBe('Usuarios');
    expect(sheet?.data[1]?.slice(7)).toEqual([3_450_000.5, new Date('2022-04-06T15:53Z'), null]);
  });

  test('of incidents has the words of the history', async () => {
    const shown = (await administrator.open(history)).table()[0];
    const [row] = await rowsOf(await file(`${history}/descargar?formato=csv`));
    expect(row).toEqual({ ...shown, Resultado: 'Hecho', Dirección: expect.stringMatching(/^(::ffff:)?127\.0\.0\.1$/) });
    const refused = await rowsOf(await file(`${history}/descargar?formato=csv&resultado=refused`));
    expect(refused).toEqual([]);
  });

  test.each([
    [contacts, 'csv', 'contactos', 'csv', 'text/csv; charset=utf-8'],
    [users, 'csv', 'usuarios', 'csv', 'text/csv; charset=utf-8'],
    [history, 'excel', 'incidencias', 'xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ])('of %s as %s is stored under its name, and by no cache', async (list, format, name, ending, type) => {
    const { status, headers } = await file(`${list}/descargar?formato=${format}`);
    expect([status, headers]).toEqual([
      200,
      expect.objectContaining({
        'content-disposition': `attachment; filename="${name}-${stage.quito.ruc}-${today}.${ending}"`,
        'content-type': type,
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'cross-origin-resource-policy': 'same-origin',
      }),
    ]);
  });

  test('leaves an incident with the list, its length and its filters', async () => {
    const told = async (path: string) => {
      await file(path);
      const { Quién, Qué, 'Sobre quién': subject, Cambios } = (await administrator.open(history)).table()[0] ?? {};
      return [Quién, Qué, subject, Cambios];
    };
    const entity = [stage.quito.administrator.userName, 'Lista descargada', stage.quito.name];
    expect(await told(`${users}/descargar?formato=excel&buscar=limitada01&situacion=sin-acceso`)).toEqual([
      ...entity,
      'Descargó 1 usuario en Excel, con estos filtros: Búsqueda: limitada01 Situación: Sin acceso hoy',
    ]);
    expect(await told(`${contacts}/descargar?formato=csv&cargo=T%C3%A9cnico&delegacion=vencida`)).toEqual([
      ...entity,
      'Descargó 0 contactos en CSV, con estos filtros: Delegación: Vencida Cargo: Técnico',
    ]);
    expect(await told(`${history}/descargar?formato=csv&que=sign-in.refused`)).toEqual([
      ...entity,
      'Descargó 0 incidencias de «Ingreso rechazado» en CSV.',
    ]);
  });

  test('of one person’s history names the person in its incident, with the filters, and after the deletion too', async () => {
    const quito = scopeOf(stage.database, stage.quito, stage.clock.now);
    const told = async (query: string) => {
      await file(`${history}/descargar?formato=csv&${query}`);
      return (await administrator.open(history)).table()[0]?.Cambios;
    };
    const { contactId, id, userName } = stage.diana;
    const { contact } = await quito.contacts.find(contactId);
    const ofDiana = `del historial de ${contact.paternalSurname} ${contact.firstName}`;
    expect(await told(`contacto=${contactId}`)).toContain(ofDiana);
    expect(await told(`usuario=${id}&que=sign-in.refused`)).toBe(
      `Descargó 0 incidencias de «Ingreso rechazado» del historial de ${userName} en CSV.`,
    );
    expect(await told(`usuario=${id}&resultado=refused`)).toBe(
      `Descargó 0 incidencias del historial de ${userName} en CSV, con estos filtros: Resultado: Rechazado`,
    );
    const brief = await addContact(quito, newcomer('Breve', 'Ana', { from: '2022-05-01' }));
    await quito.contacts.remove(brief);
    expect(await told(`contacto=${brief}`)).toBe('Descargó 2 incidencias del historial de Breve Ana en CSV.');
    expect(await told(`contacto=${stage.carla.contactId}`)).toBe('Descargó 0 incidencias en CSV.');
  });

  test('leaves no incident and no rows to who asks ahead or for the headers alone', async () => {
    const before = await downloads();
    const path = `${contacts}/descargar?formato=csv`;
    for (const [name, value] of ahead) {
      const { status, bytes } = await download(stage, administrator, path, { headers: { [name]: value } });
      expect([status, bytes.length]).toEqual([503, 0]);
    }
    const head = await download(stage, administrator, path, { method: 'HEAD' });
    expect([head.status, head.headers['content-disposition']]).toEqual([200, expect.stringContaining('contactos-')]);
    expect(await downloads()).toEqual(before);
    await file(path);
    expect(await downloads()).toHaveLength(before.length + 1);
  });

  test.each(['', '?formato=', '?formato=pdf', '?formato=CSV', '?formato=%00'])(
    'in no known form (%s) is not found',
    async (query) => {
      const before = await downloads();
      const page = await administrator.get(`${contacts}/descargar${query}`);
      expect([page.status, page.h1]).toEqual([404, 'Página no encontrada']);
      expect(await downloads()).toEqual(before);
    },
  );

  test.each([contacts, users, history])('of %s takes nonsense in the address for nothing', async (list) => {
    const names = ['buscar', 'orden', 'sentido', 'filas', 'pagina', 'ver', 'estado', 'cargo', 'menu', 'que', 'desde'];
    for (const [what, value] of badQueries.filter(([, { length }]) => length < 100)) {
      const query = names.map((name) => `${name}=${value.replaceAll('{}', name)}`).join('&');
      const { status, headers } = await file(`${list}/descargar?formato=csv&${query}`);
      expect([what, status, headers['content-type']]).toEqual([what, 200, 'text/csv; charset=utf-8']);
    }
  });

  test('has nobody of another entity', async () => {
    const foreign = await stage.signedIn(stage.cuenca.administrator);
    const { bytes } = await download(stage, foreign, `${contacts}/descargar?formato=csv`);
    expect(bytes.toString()).toContain('Crespo');
    expect(bytes.toString()).not.toMatch(/Brito|Ñandú/);
  });

  test('is offered below a list that has rows', async () => {
    expect((await administrator.open(`${users}?buscar=nadie-asi`)).text).not.toContain('Descargar');
    const page = await administrator.open(users);
    expect([page.offers('Descargar CSV'), page.offers('Descargar Excel')]).toEqual([true, true]);
  });

  test('leads whoever has to sign in first to the list, since a file is no page to stand on', async () => {
    const visitor = await stage.signedIn(stage.quito.administrator);
    stage.clock.advance(31 * 60_000);
    await visitor.open(`${contacts}/descargar?formato=csv&cargo=T%C3%A9cnico`);
    expect(visitor.page.url.pathname).toBe('/ingreso');
    const page = await enter(visitor, stage.quito.administrator);
    expect([page.url.pathname, page.url.searchParams.get('cargo')]).toEqual([contacts, 'Técnico']);
  });
});

const listing = {
  search: '',
  filters: {},
  sort: 'nombres',
  descending: false,
  page: 1,
  size: 20,
  holding: null,
} as const;
