import { describe, expect, test } from 'vitest';
import { type Choices, contactForm } from '../../src/domain/contact.ts';

const today = '2026-06-15';
const catalogs: Choices = {
  documentTypes: ['Cédula de Ciudadanía', 'Cédula de Identidad', 'Pasaporte'],
  sexes: ['Masculino', 'Femenino'],
  maritalStatuses: ['Soltero (a)', 'Casado (a)'],
  positions: ['Analista', 'Alcalde'],
  educationLevels: ['Bachillerato', 'Tercer Nivel'],
  occupationalAreas: ['Derecho', 'Salud'],
  resetReasons: ['Otro'],
};
const complete = {
  paternalSurname: 'Ñauta',
  maternalSurname: 'Pérez',
  firstName: 'Ana',
  secondName: 'Luz',
  sex: 'Femenino',
  maritalStatus: 'Soltero (a)',
  documentType: 'Cédula de Ciudadanía',
  documentNumber: '1765432107',
  email: 'ana@entidad.example',
  status: 'ACTIVO',
  position: 'Analista',
  from: '2026-01-01',
  until: '2026-12-31',
  educationLevel: 'Tercer Nivel',
  occupationalArea: 'Derecho',
  birthDate: '1980-05-17',
};

type Typed = Partial<Record<keyof typeof complete, string>>;

/** Gives the first sentence by field, which is the one shown; none where the form is accepted. */
function faultsOf(change: Typed): Record<string, string> {
  const result = contactForm(catalogs, today).safeParse({ ...complete, ...change });
  const faults: Record<string, string> = {};
  for (const issue of result.error?.issues ?? []) faults[String(issue.path[0] ?? '')] ??= issue.message;
  return faults;
}

function read(change: Typed) {
  return contactForm(catalogs, today).parse({ ...complete, ...change });
}

function address(length: number): string {
  const labels = `${'b'.repeat(60)}.`.repeat(3);
  return `${`${'a'.repeat(64)}@${labels}`.padEnd(length - '.ec'.length, 'c')}.ec`;
}

const pick = 'elija una de las opciones.';
const letters = 'use solo letras, espacios, apóstrofo y guion.';
const badDate = 'escriba una fecha que exista, como 2026-01-31.';
const badEmail = 'Correo Electrónico: escriba una dirección completa, como nombre@entidad.gob.ec.';
const untilBeforeFrom = 'Hasta: la fecha no puede ser anterior a «Desde». Déjela vacía si la delegación no tiene fin.';
const wrongDigit = 'Número Identificación: la cédula no es válida. Revise sus 10 dígitos en el documento.';

describe('The contact form', () => {
  test('gives the typed values as a contact', () => {
    const { status: _, ...rest } = complete;
    expect(read({})).toEqual({ ...rest, active: true });
  });

  test('accepts empty fields that are not compulsory', () => {
    const empty = { maternalSurname: '', secondName: '', sex: '', maritalStatus: '', email: '' };
    expect(read({ ...empty, until: '', educationLevel: '', occupationalArea: '' })).toMatchObject({
      ...{ maternalSurname: '', secondName: '', sex: null, maritalStatus: null, email: '' },
      ...{ until: null, educationLevel: null, occupationalArea: null },
    });
  });

  test('stores names, document, e-mail and dates tidied', () => {
    expect(
      read({
        ...{ paternalSurname: '  De  La   Torre ', firstName: 'Jose\u0301', secondName: 'D’Ángelo' },
        ...{ documentType: 'Pasaporte', documentNumber: ' ab12345 ', email: ' ana@entidad.example ' },
        ...{ from: '1/2/2026', until: ' 28/02/2026 ', birthDate: '17/5/1980', status: 'INACTIVO' },
      }),
    ).toMatchObject({
      ...{ paternalSurname: 'De La Torre', firstName: 'Jos\u00E9', secondName: "D'Ángelo" },
      ...{ documentNumber: 'AB12345', email: 'ana@entidad.example' },
      ...{ from: '2026-02-01', until: '2026-02-28', birthDate: '1980-05-17', active: false },
    });
  });

  test('ignores fields that it does not have', () => {
    const data = contactForm(catalogs, today).parse({ ...complete, ruc: '0969999920001', administrator: 'true' });
    expect(data).not.toHaveProperty('ruc');
    expect(data).not.toHaveProperty('administrator');
    expect(data).not.toHaveProperty('status');
  });

  test.each<[Typed, Record<string, string>]>([
    [{ paternalSurname: '' }, { paternalSurname: 'Escriba el Apellido Paterno.' }],
    [{ paternalSurname: '   ' }, { paternalSurname: 'Escriba el Apellido Paterno.' }],
    [{ paternalSurname: 'Ñauta2' }, { paternalSurname: `Apellido Paterno: ${letters}` }],
    [{ paternalSurname: 'a'.repeat(61) }, { paternalSurname: 'Apellido Paterno: use 60 caracteres como máximo.' }],
    [{ maternalSurname: '<script>' }, { maternalSurname: `Apellido Materno: ${letters}` }],
    [{ firstName: '' }, { firstName: 'Escriba el Primer Nombre.' }],
    [{ firstName: 'Ana 😀' }, { firstName: `Primer Nombre: ${letters}` }],
    [{ secondName: 'Luz\u0000' }, { secondName: `Segundo Nombre: ${letters}` }],
    [{ secondName: 'a'.repeat(61) }, { secondName: 'Segundo Nombre: use 60 caracteres como máximo.' }],
    [{ sex: 'Otro' }, { sex: `Sexo: ${pick}` }],
    [{ maritalStatus: 'soltero (a)' }, { maritalStatus: `Estado Civil: ${pick}` }],
    [{ documentNumber: '' }, { documentNumber: 'Escriba el Número Identificación.' }],
    [{ documentNumber: '1765432106' }, { documentNumber: wrongDigit }],
    [{ documentNumber: '176543210' }, { documentNumber: 'Número Identificación: la cédula tiene 10 dígitos.' }],
    [{ email: 'ana' }, { email: badEmail }],
    [{ email: 'ana@entidad' }, { email: badEmail }],
    [
      { email: 'ana@@entidad.example' },
      { email: 'Correo Electrónico: escriba una sola dirección, con una arroba, como nombre@entidad.gob.ec.' },
    ],
    [{ email: 'ana luz@entidad.example' }, { email: 'Correo Electrónico: escriba la dirección sin espacios.' }],
    [{ email: 'a@b.example\r\nBcc: c.example' }, { email: 'Correo Electrónico: escriba la dirección sin espacios.' }],
    [
      { email: 'a@b.example,c.example' },
      { email: 'Correo Electrónico: después de la arroba use solo letras, dígitos, puntos y guiones.' },
    ],
    [{ email: address(255) }, { email: 'Correo Electrónico: use 254 caracteres como máximo en toda la dirección.' }],
    [{ status: '' }, { status: `Estado: ${pick}` }],
    [{ status: 'activo' }, { status: `Estado: ${pick}` }],
    [{ position: '' }, { position: `Cargo: ${pick}` }],
    [{ position: 'Astronauta' }, { position: `Cargo: ${pick}` }],
    [{ from: '' }, { from: 'Escriba la fecha «Desde».' }],
    [{ from: '2026-06-31' }, { from: `Desde: ${badDate}` }],
    [{ until: '31/06/2026' }, { until: `Hasta: ${badDate}` }],
    [{ until: '0000-01-01' }, { until: `Hasta: ${badDate}` }],
    [{ educationLevel: 'Otro' }, { educationLevel: `Nivel Educación: ${pick}` }],
    [{ occupationalArea: 'Otra' }, { occupationalArea: `Área Ocupacional: ${pick}` }],
    [{ birthDate: '' }, { birthDate: 'Escriba la Fecha de Nacimiento.' }],
    [{ birthDate: '1899-12-31' }, { birthDate: `Fecha de Nacimiento: ${badDate}` }],
  ])('refuses %j with %j', (change, faults) => {
    expect(faultsOf(change)).toEqual(faults);
  });

  test('asks for the type of document', () => {
    expect(faultsOf({ documentType: '' })).toMatchObject({ documentType: `Tipo de Documento: ${pick}` });
    expect(faultsOf({ documentType: 'Licencia' })).toMatchObject({ documentType: `Tipo de Documento: ${pick}` });
  });

  test.each<[Typed, string]>([
    [{ paternalSurname: 'a'.repeat(60) }, 'a name of 60 characters'],
    [{ paternalSurname: ` ${'a'.repeat(60)} ` }, 'a name of 60 characters and outer spaces'],
    [{ email: address(254) }, 'an address of 254 characters'],
    [{ until: '2026-01-01' }, 'a delegation of one day'],
    [{ from: '2027-01-01', until: '' }, 'a delegation to come'],
  ])('accepts %j: %s', (change) => {
    expect(faultsOf(change)).toEqual({});
  });
});

describe('The day Hasta', () => {
  test.each<[string, Record<string, string>]>([
    ['2025-12-31', { until: untilBeforeFrom }],
    ['2026-01-01', {}],
    ['2026-01-02', {}],
    ['', {}],
  ])('%j with Desde 2026-01-01 has the faults %j', (until, faults) => {
    expect(faultsOf({ until })).toEqual(faults);
  });

  test('is compared as a day, whichever spelling was typed', () => {
    expect(faultsOf({ from: '09/01/2026', until: '2026-01-08' })).toEqual({ until: untilBeforeFrom });
    expect(faultsOf({ from: '2026-01-09', until: '10/01/2026' })).toEqual({});
  });
});

describe('The birth date', () => {
  const past = { birthDate: 'Fecha de Nacimiento: escriba una fecha pasada.' };
  const adult = { birthDate: 'Fecha de Nacimiento: la persona debe tener al menos 18 años.' };
  test.each<[string, Record<string, string>, string]>([
    ['2008-06-14', {}, '18 since yesterday'],
    ['2008-06-15', {}, '18 today'],
    ['2008-06-16', adult, '18 tomorrow'],
    ['2026-06-14', adult, 'born yesterday'],
    ['2026-06-15', past, 'born today'],
    ['2026-06-16', past, 'born tomorrow'],
    ['2126-06-15', past, 'born in a hundred years'],
    ['1900-01-01', {}, 'the earliest day'],
  ])('%s has the faults %j: %s', (birthDate, faults) => {
    expect(faultsOf({ birthDate })).toEqual(faults);
  });
});

describe('The contact form', () => {
  test('says of a birth date to come only that, not also that the person is too young', () => {
    const result = contactForm(catalogs, today).safeParse({ ...complete, birthDate: '2026-06-16' });
    expect(result.error?.issues.map((issue) => issue.message)).toEqual([
      'Fecha de Nacimiento: escriba una fecha pasada.',
    ]);
  });

  test('names all faults at once, also those of two fields together', () => {
    expect(
      faultsOf({
        ...{ paternalSurname: '', firstName: 'Ana2', sex: 'Otro', documentNumber: '1765432106', email: 'ana' },
        ...{ status: '', position: '', from: '2026-01-02', until: '2026-01-01', birthDate: '31/06/1980' },
      }),
    ).toEqual({
      paternalSurname: 'Escriba el Apellido Paterno.',
      firstName: `Primer Nombre: ${letters}`,
      sex: `Sexo: ${pick}`,
      documentNumber: wrongDigit,
      email: badEmail,
      status: `Estado: ${pick}`,
      position: `Cargo: ${pick}`,
      until: untilBeforeFrom,
      birthDate: `Fecha de Nacimiento: ${badDate}`,
    });
  });

  test('does not compare the days of a delegation of which one cannot be read', () => {
    expect(faultsOf({ from: '2026-06-31', until: '2026-01-01' })).toEqual({ from: `Desde: ${badDate}` });
    expect(faultsOf({ from: '', until: '2026-01-01' })).toEqual({ from: 'Escriba la fecha «Desde».' });
    expect(faultsOf({ until: '2026-06-31' })).toEqual({ until: `Hasta: ${badDate}` });
  });

  test('is refused without any fields, and does not crash', () => {
    expect(contactForm(catalogs, today).safeParse({}).success).toBe(false);
    expect(contactForm(catalogs, today).safeParse({ documentType: 'Pasaporte', from: '2026-01-01' }).success).toBe(
      false,
    );
  });
});
