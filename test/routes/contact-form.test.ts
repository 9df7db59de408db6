import { expect, test } from 'vitest';
import { contactLabels } from '../../src/domain/contact.ts';
import { elements, textOf } from '../support/browser/dom.ts';
import type { Page } from '../support/browser/page.ts';
import type { Visitor } from '../support/browser/visitor.ts';
import { whileLocked } from '../support/server/while-locked.ts';
import { visiting } from '../support/stage/administration.ts';
import { onStage, type Stage } from '../support/stage/stage.ts';

const path = '/administracion/contactos/nuevo';
const whole = {
  'Apellido Paterno': 'Ñauñay',
  'Apellido Materno': 'O’Hara-Ruiz',
  'Primer Nombre': ' María  José ',
  'Segundo Nombre': 'Inés',
  Sexo: 'Femenino',
  'Estado Civil': 'Unión de Hecho',
  'Tipo de Documento': 'Pasaporte',
  'Número Identificación': 'ec77aa01',
  'Correo Electrónico': ' Maria.Jose@muni.example ',
  Estado: 'INACTIVO',
  Cargo: 'Jefe de Compras Públicas',
  Desde: '31/01/2022',
  Hasta: '2022-12-31',
  'Nivel Educación': 'Maestría',
  'Área Ocupacional': 'Adquisiciones',
  'Fecha de Nacimiento': '1/2/1990',
};
const stored = {
  ...whole,
  'Apellido Materno': "O'Hara-Ruiz",
  'Primer Nombre': 'María José',
  'Número Identificación': 'EC77AA01',
  'Correo Electrónico': 'Maria.Jose@muni.example',
  Desde: '2022-01-31',
  'Fecha de Nacimiento': '1990-02-01',
};
const least = {
  'Apellido Paterno': 'Paz',
  'Primer Nombre': 'Luz',
  'Tipo de Documento': 'Cédula de Ciudadanía',
  Cargo: 'Otro',
  Desde: '2022-01-01',
  'Fecha de Nacimiento': '1990-02-01',
};

let people = 0;

onStage('The form for a new contact', (stage) => {
  test('stores the typed values tidied, and shows them', async () => {
    const visitor = await opened(stage);
    const list = await visitor.fill(whole).press('Guardar');
    expect(list.url.pathname).toBe('/administracion/contactos');
    expect(list.announced).toEqual(['Datos Actualizados. Se registró a María José Ñauñay.']);
    expect(list.ids).toContain(list.url.hash.slice(1));
    await visitor.follow('Editar', { row: "Ñauñay O'Hara-Ruiz María José Inés" });
    const shown = Object.keys(stored).map((label) => [label, visitor.page.field(label).value]);
    expect(Object.fromEntries(shown)).toEqual(stored);
  });

  test('has its fields in the order of the labels, which the summary of errors and the incidents follow', async () => {
    const { page } = await opened(stage);
    const shown = elements(page.root, 'label', 'legend').map(textOf);
    const labels: string[] = Object.values(contactLabels);
    expect(shown.filter((label) => labels.includes(label))).toEqual(labels);
  });

  test('offers “Sin dato” for “Sexo”, which a chosen one is taken back to', async () => {
    const visitor = await opened(stage);
    expect(visitor.page.field('Sexo')).toMatchObject({
      options: ['Masculino', 'Femenino', 'Sin dato'],
      value: '',
      required: false,
    });
    const surname = 'Retirado';
    await visitor.fill({ ...newPerson(), 'Apellido Paterno': surname }).press('Guardar');
    const row = { row: `${surname} Luz` };
    await visitor.follow('Editar', row);
    expect(visitor.page.field('Sexo').value).toBe('Sin dato');
    await visitor.fill({ Sexo: 'Femenino' }).press('Guardar');
    await visitor.follow('Editar', row);
    expect(visitor.page.field('Sexo').value).toBe('Femenino');
    await visitor.fill({ Sexo: 'Sin dato' }).press('Guardar');
    await visitor.follow('Editar', row);
    expect(visitor.page.field('Sexo').value).toBe('Sin dato');
    const { pathname } = visitor.page.url;
    expect((await visitor.open(`${pathname}?imprimir=1`)).text).toContain('Sexo: Sin dato');
    const changes = (await visitor.open('/administracion/contactos/incidencias')).table();
    expect(changes[0]?.Cambios).toBe('Sexo: Femenino → Sin dato');
    await visitor.open(pathname);
    const body = visitor.page.submission('Guardar').entries.filter(([name]) => name !== 'sex');
    expect((await visitor.post(pathname, body)).status).toBe(303);
    const { sex } = await stage.database.owner
      .selectFrom('contacts')
      .select('sex')
      .where('paternal_surname', '=', surname)
      .executeTakeFirstOrThrow();
    expect(sex).toBeNull();
    const after = (await visitor.open('/administracion/contactos/incidencias')).table();
    expect(after).toEqual(changes);
  });

  test('accepts the compulsory fields alone, and marks them', async () => {
    const visitor = await opened(stage);
    const required = Object.keys(whole).filter((label) => visitor.page.field(label).required);
    expect(required.sort()).toEqual([...Object.keys(least), 'Número Identificación', 'Estado'].sort());
    expect(visitor.page.field('Estado').value).toBe('ACTIVO');
    const page = await visitor.fill(newPerson()).press('Guardar');
    expect(page.announced).toEqual([expect.stringMatching(/^Datos Actualizados\. /)]);
  });

  test('names every compulsory field that is empty', async () => {
    const visitor = await opened(stage);
    const page = await visitor.fill({ Estado: 'Elija una opción' }).press('Guardar');
    expect([page.status, page.title]).toEqual([422, 'Error: Crear Contacto · SOCE Usuarios']);
    expect(invalid(page).sort()).toEqual([...Object.keys(least), 'Número Identificación', 'Estado'].sort());
    expect(page.errors).toHaveLength(8);
  });

  test.for<[label: string, typed: string, more?: Record<string, string>]>([
    ['Apellido Paterno', '   '],
    ['Apellido Paterno', 'R2D2'],
    ['Apellido Materno', 'Paz & Luz'],
    ['Segundo Nombre', 'x'.repeat(61)],
    ['Número Identificación', '1710034064'],
    ['Número Identificación', '171003406'],
    ['Número Identificación', '17100340650'],
    ['Número Identificación', 'AB12345'],
    ['Número Identificación', 'AB12', { 'Tipo de Documento': 'Pasaporte' }],
    ['Número Identificación', 'A'.repeat(21), { 'Tipo de Documento': 'Pasaporte' }],
    ['Número Identificación', 'AB-1234', { 'Tipo de Documento': 'Pasaporte' }],
    ['Correo Electrónico', 'ana'],
    ['Correo Electrónico', 'ana@muni'],
    ['Desde', '2022-02-30'],
    ['Desde', 'ayer'],
    ['Hasta', '31/06/2022'],
    ['Hasta', '2021-12-31'],
    ['Fecha de Nacimiento', '2022-04-06'],
    ['Fecha de Nacimiento', '2023-01-01'],
    ['Fecha de Nacimiento', '2004-04-07'],
  ])('refuses “%s”: “%s”', async ([label, typed, more]) => {
    const before = await countContacts(stage);
    const values = { ...newPerson(), ...more, [label]: typed };
    const page = await (await opened(stage)).fill(values).press('Guardar');
    expect([page.status, invalid(page)]).toEqual([422, [label]]);
    expect(page.errors).toEqual([expect.stringContaining(label)]);
    expect(page.field(label).describedBy).toContain(page.errors[0]);
    const kept = Object.fromEntries(Object.keys(values).map((one) => [one, page.field(one).value]));
    expect(kept).toEqual(values);
    expect(await countContacts(stage)).toBe(before);
  });

  test.for<Record<string, string>>([
    { Hasta: '2022-01-01' },
    { 'Fecha de Nacimiento': '2004-04-06' },
    { 'Número Identificación': cedula(20).replace(/.$/, '-$&') },
    { 'Tipo de Documento': 'Pasaporte', 'Número Identificación': 'AB123' },
    { 'Tipo de Documento': 'Pasaporte', 'Número Identificación': 'A'.repeat(20) },
    { 'Apellido Paterno': "D'Ávila-Ñuño", 'Primer Nombre': 'Zoë' },
    { 'Segundo Nombre': 'x'.repeat(60) },
  ])('accepts %j', async (typed) => {
    const visitor = await opened(stage);
    const page = await visitor.fill({ ...newPerson(), ...typed }).press('Guardar');
    expect([page.errors, page.announced]).toEqual([[], [expect.stringMatching(/^Datos Actualizados\. /)]]);
  });

  test('accepts people who are 18 by the day in Guayaquil', async () => {
    const values = { ...newPerson(), 'Fecha de Nacimiento': '2004-04-07' };
    stage.clock.now = new Date('2022-04-07T04:59:00Z');
    const early = await (await opened(stage)).fill(values).press('Guardar');
    expect(early.errors).toEqual(['Fecha de Nacimiento: la persona debe tener al menos 18 años.']);
    stage.clock.now = new Date('2022-04-07T05:00:00Z');
    expect((await (await opened(stage)).fill(values).press('Guardar')).errors).toEqual([]);
  });

  test('sent twice makes one contact and one incident', async () => {
    const visitor = await opened(stage);
    visitor.fill({ ...newPerson(), 'Apellido Paterno': 'Doble' });
    const { url, entries } = visitor.page.submission('Guardar');
    const answers = [await visitor.post(url.pathname, entries), await visitor.post(url.pathname, entries)];
    expect(answers.map((answer) => [answer.status, answer.headers.location])).toEqual([
      [303, answers[0]?.headers.location],
      [303, answers[0]?.headers.location],
    ]);
    expect(await traces(stage, 'Doble')).toEqual({ contacts: 1, incidents: 1 });
  });

  test('sent twice at the same moment makes one contact and one incident', async () => {
    const visitor = await opened(stage);
    visitor.fill({ ...newPerson(), 'Apellido Paterno': 'Gemelo' });
    const { url, entries } = visitor.page.submission('Guardar');
    const underWay = await whileLocked(stage.database, 'contacts', () =>
      [1, 2, 3].map(() => visitor.post(url.pathname, entries)),
    );
    const answers = await Promise.all(underWay);
    expect(answers.map((answer) => answer.status)).toEqual([303, 303, 303]);
    expect(await traces(stage, 'Gemelo')).toEqual({ contacts: 1, incidents: 1 });
  });

  test('is emptied by “Limpiar Campos”, which says so and stores nothing', async () => {
    const before = await countContacts(stage);
    const visitor = await opened(stage);
    const values = () => Object.keys(whole).map((label) => visitor.page.field(label).value);
    const untouched = values();
    visitor.fill({ ...whole, 'Número Identificación': 'LIMPIO1' });
    expect(values()).not.toEqual(untouched);
    const page = await visitor.press('Limpiar Campos');
    expect([page.status, values()]).toEqual([200, untouched]);
    const sentence = 'El formulario está vacío. No se ha guardado nada.';
    expect([page.announced, page.title]).toEqual([
      [sentence],
      `${sentence.slice(0, -1)} · Crear Contacto · SOCE Usuarios`,
    ]);
    expect(page.offers('Recuperar lo guardado')).toBe(false);
    expect(await countContacts(stage)).toBe(before);
  });

  test('leads back to the list', async () => {
    const { page } = await opened(stage);
    expect(page.text).toContain('» Crear Contacto');
    for (const name of ['Regresar', 'Cancelar']) expect(page.link(name).href).toBe('/administracion/contactos');
  });
});

function opened(stage: Stage): Promise<Visitor> {
  return visiting(stage, stage.quito.administrator, path);
}

// Gives the compulsory fields for a new person.
function newPerson() {
  people += 1;
  const letters = String(people).replace(/\d/g, (digit) => 'abcdefghij'[Number(digit)] ?? '');
  return { ...least, 'Apellido Paterno': `Paz ${letters}`, 'Número Identificación': cedula(people) };
}

function invalid(page: Page): string[] {
  return Object.keys(whole).filter((label) => page.field(label).invalid);
}

// Makes a cédula of Pichincha with its check digit.
function cedula(serial: number): string {
  const digits = `17${String(1_000_000 + serial)}`;
  const sum = [...digits].reduce((total, digit, index) => {
    const product = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (product > 9 ? product - 9 : product);
  }, 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}

async function countContacts({ database }: Stage): Promise<number> {
  return (await database.owner.selectFrom('contacts').select('id').execute()).length;
}

async function traces({ database }: Stage, surname: string) {
  const contacts = await database.owner
    .selectFrom('contacts')
    .select('id')
    .where('paternal_surname', '=', surname)
    .execute();
  const incidents = await database.owner
    .selectFrom('incidents')
    .select('id')
    .where('subject_name', 'like', `${surname} %`)
    .where('event', '=', 'contact.created')
    .execute();
  return { contacts: contacts.length, incidents: incidents.length };
}
