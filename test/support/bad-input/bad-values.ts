import { bodyOf, bytesOf, largestBody, type Sent } from './body.ts';
import type { FieldKind, ServedField, ServedForm } from './served-forms.ts';

/** Records of the stage that bad values refer to. */
export type World = {
  /** The numbers of another entity's contacts, and of an INACTIVO contact of the own entity. */
  foreignContacts: string[];
  inactiveContact: string;
};

export type BadValue = {
  /** The end of a title: «a field with …». */
  what: string;
  /** Gives the values in place of the good one: none where the field is left out, two where it comes twice. */
  sent: (field: ServedField, form: ServedForm, world: World) => Sent[];
  /** The kinds of field that get it; all by default. */
  kinds?: FieldKind[];
  /** The label of the fields that get it, alone or after the form's address; any by default. */
  label?: string;
  /** True where the form accepts the value. */
  fine?: (field: ServedField, form: ServedForm) => boolean;
  /** The status of the answer; 422 by default. */
  status?: 413;
  /** Gives the text that the page shows again; by default the first value without control characters. */
  kept?: (field: ServedField) => string;
};

/** Good texts for the fields that a page brings empty, by label, alone or after the form's address. */
export const goodTexts: Record<string, string> = {
  'Apellido Paterno': 'Núñez',
  'Apellido Materno': "D'Angelo",
  'Primer Nombre': 'María-José',
  'Segundo Nombre': 'Inés',
  'Número Identificación': '1712345675',
  'Correo Electrónico': 'maria@prueba.example',
  Desde: '2022-05-01',
  Hasta: '2031-12-31',
  'Nueva fecha Hasta': '2031-12-31',
  'Fecha de Nacimiento': '1990-02-28',
  '/administracion/usuarios/nuevo Usuario': 'nuevo2022',
  '/administracion/usuarios/nuevo Contraseña': 'Temporal-22',
  '/administracion/usuarios/nuevo Confirmar Contraseña': 'Temporal-22',
  '/administracion/perfiles/nuevo Nombre': 'Obras y consultoría',
  'Monto Límite (USD)': '3450000.50',
  '/ingreso Ruc': '1769999930001',
  '/ingreso Usuario': 'delegada01',
  '/ingreso Contraseña': 'Quinde-Azul-77',
  '/datos-generales/sesiones/cerrar-las-demas Contraseña': 'Quinde-Azul-77',
  '/datos-generales/sesiones/:id Contraseña': 'Quinde-Azul-77',
  '/administracion/usuarios/:id/sesiones Contraseña': 'Quinde-Azul-77',
  '/administracion/administrador Contraseña': 'Quinde-Azul-77',
  '/datos-generales/terminar Contraseña': 'Quinde-Azul-77',
  Motivo: 'Cambio de cargo.',
  'Qué debe corregirse': 'Mi cargo es Rector.',
  '/datos-generales/contrasena Contraseña Anterior': 'Quinde-Azul-77',
  '/datos-generales/contrasena Nueva Contraseña': 'Loro-Verde-88',
  '/datos-generales/contrasena Confirmar Contraseña': 'Loro-Verde-88',
};

/** The fate of a form with a changed hidden field or button, or one that it does not read: 422 (the default), the same without the form, 403, or none as it does not matter. */
export const tamperedWith: Record<string, 'refused' | 'without form' | 'not ours' | 'done'> = {
  _token: 'not ours',
  version: 'refused',
  seen: 'refused',
  accion: 'refused',
  offer: 'refused',
  // There is nobody to show the form for.
  con: 'without form',
  chosen: 'without form',
  asked: 'without form',
  // A form that lost its key gets a new one.
  creationKey: 'done',
  // Password managers read it, nothing else does.
  account: 'done',
  // It only names the page to come back to.
  volver: 'done',
  relevo: 'done',
  // It only tells that nobody typed the e-mail.
  filledIn: 'done',
  // It only tells a form that comes again.
  session: 'done',
  // Only «Copiar» reads whose menus are to be copied.
  source: 'done',
  // Only «Aplicar» reads which template is to be applied.
  template: 'done',
};

/** The forms that give the same answer to every fault, so that it reveals nothing (product 1). */
export const oneAnswer = ['/ingreso'];

// Compulsory where another field has a certain value: ACTIVO needs a limit.
const needed = ['Monto Límite (USD)'];
const optional = ({ kind, required, label }: ServedField) =>
  !required && !needed.includes(label) && !['password', 'hidden', 'button'].includes(kind);
// Without its action the button saves as «Guardar» does.
const savesAlike = ({ kind, good }: ServedField) => kind === 'button' && ['usuario', 'menus', 'otro'].includes(good);
const within = (good: string, evil: string) => good.slice(0, 1) + evil + good.slice(1);
const asTyped = ({ good }: ServedField) => good;
const replaced = (value: string) => () => [value];
const instead = (value: string): Pick<BadValue, 'sent'> => ({ sent: replaced(value) });
const inside = (evil: string): Pick<BadValue, 'sent'> => ({ sent: ({ good }) => [within(good, evil)] });
const fine = () => true;
const never = () => false;
// A passport may have any letters and digits.
const asPassport = (_: ServedField, form: ServedForm) => goodOf(form, 'Tipo de Documento') === 'Pasaporte';

// What people write in their own words may have any signs.
const ofLines = ({ kind }: ServedField) => kind === 'lines';

// So may the name of a template.
const ofAnySigns = (field: ServedField, { pattern }: ServedForm) =>
  ofLines(field) || (field.label === 'Nombre' && pattern.startsWith('/administracion/perfiles/'));

const everywhere: BadValue[] = [
  { what: 'nothing in it', ...instead(''), fine: (field) => optional(field) || savesAlike(field) },
  {
    what: 'only spaces',
    ...instead('   '),
    fine: (field) => optional(field) && ['text', 'lines', 'date'].includes(field.kind),
  },
  { what: 'as much as fits into 64 kB', sent: (field, form) => [filler(field, form, 0)] },
  { what: 'one byte more than 64 kB', sent: (field, form) => [filler(field, form, 1)], status: 413 },
  { what: 'ten thousand letters', ...instead('A'.repeat(10_000)) },
  { what: 'a NUL', ...inside('\u0000') },
  { what: 'an escape character', ...inside('\u001b') },
  {
    what: 'a line break and a header',
    sent: ({ good }) => [`${good}\r\nBcc: otra@persona.example`],
    fine: ofLines,
  },
  { what: 'a control character above ASCII', ...inside('\u0085') },
  { what: 'a code point that is no character', ...inside('\ufffe') },
  { what: 'an encoded byte that is no UTF-8', sent: ({ good }) => [bytesOf(within(good, '%FF'))], kept: asTyped },
  { what: 'a raw byte that is no UTF-8', sent: ({ good }) => [bytesOf(within(good, '\u00ff'))], kept: asTyped },
  { what: 'half a surrogate pair', sent: ({ good }) => [bytesOf(within(good, '%ED%A0%80'))], kept: asTyped },
  { what: 'an emoji', ...instead('😀'), fine: ofLines },
  { what: 'a script', ...instead('<script>alert(1)</script>'), fine: ofAnySigns },
  { what: 'quotes and an attribute', ...instead('" onfocus="alert(1)" x=\'&quot;'), fine: ofAnySigns },
  { what: 'quotes and SQL', ...instead("'; drop table contacts; --"), fine: ofAnySigns },
  { what: 'a lone %', sent: () => [{ bytes: '%' }], kept: () => '%', fine: ofLines },
  { what: 'a broken escape', sent: () => [{ bytes: '%zz%4' }], kept: () => '%zz%4', fine: ofAnySigns },
  { what: 'its good value twice', sent: ({ good }) => [good, good] },
  {
    what: 'no field at all',
    sent: () => [],
    // Other boxes of a group and other lines of a list remain.
    fine: (field) =>
      savesAlike(field) ||
      (field.listed
        ? ['tick', 'choice'].includes(field.kind)
        : ['radio', 'tick'].includes(field.kind) && !field.required),
  },
];

const dates: BadValue[] = (
  [
    ['the 31st of June', '2022-06-31'],
    ['the 31st of June, day first', '31/06/2022'],
    ['the 29th of February of a common year', '2023-02-29'],
    ['the year 0000', '0000-01-01'],
    ['99 months and days', '9999-99-99'],
    ['the month 13', '12/13/2022'],
    ['a year before 1900', '1899-12-31'],
    ['a year after 2199', '2200-01-01'],
    ['a year of five digits', '12022-01-01'],
    ['a negative year', '-2022-01-01'],
    ['a time behind it', '2022-05-01T00:00'],
    ['digits of another script', '٢٠٢٢-٠٥-٠١'],
    ['a word', 'mañana'],
  ] as const
).map(([what, value]) => ({ what, ...instead(value), kinds: ['date'] }));

const choices: BadValue[] = [
  { what: 'a choice that the catalog lacks', ...instead('Astronauta'), kinds: ['choice', 'radio'] },
  { what: 'its choice in capitals', sent: ({ good }) => [flipped(good)], kinds: ['choice', 'radio'] },
  { what: 'its choice and a space', sent: ({ good }) => [`${good} `], kinds: ['choice', 'radio', 'record'] },
  { what: 'the name of a property', ...instead('__proto__'), kinds: ['choice', 'radio', 'record'] },
];

const records: BadValue[] = [
  { what: "another entity's contact", sent: (_, __, { foreignContacts: [id = ''] }) => [id], kinds: ['record'] },
  { what: 'an INACTIVO contact', sent: (_, __, { inactiveContact }) => [inactiveContact], kinds: ['record'] },
  ...(
    [
      ['a number that nobody has', '999999999'],
      ['a number past 32 bits', '2147483648'],
      ['a number past 64 bits', '9223372036854775808'],
      ['a number of 40 digits', '9'.repeat(40)],
      ['a negative number', '-1'],
      ['zero', '0'],
      ['a fraction', '1.5'],
      ['a number in another notation', '1e1'],
    ] as const
  ).map(([what, value]): BadValue => ({ what, ...instead(value), kinds: ['record'] })),
  { what: 'zeros before its number', sent: ({ good }) => [`00${good}`], kinds: ['record'] },
];

const nameLabels = ['Apellido Paterno', 'Apellido Materno', 'Primer Nombre', 'Segundo Nombre'];

const byLabel: BadValue[] = [
  ...nameLabels.flatMap((label): BadValue[] => [
    { label, what: 'digits', ...instead('Ana2') },
    { label, what: 'signs alone', ...instead("-- '") },
    { label, what: 'letters of another script', ...instead('Αννα') },
    { label, what: 'a direction override', ...instead('Ana\u202elobo'), fine },
    { label, what: '61 letters', ...instead('ñ'.repeat(61)) },
    { label, what: '60 letters', ...instead('ñ'.repeat(60)), fine },
    { label, what: 'SQL of the signs that names have', ...instead("x' or ''-- "), fine },
  ]),
  ...(
    [
      ['a wrong check digit', '1712345676', asPassport],
      ['nine digits', '171234567', asPassport],
      ['eleven digits', '17123456750', asPassport],
      ["a colleague's cédula", '1710034065', asPassport],
      ['four signs', 'A123', never],
      ['a sign', 'AB/12345', never],
      ['digits of another script', '١٧١٢٣٤٥٦٧٥', never],
    ] as const
  ).map(([what, value, fine]): BadValue => ({ label: 'Número Identificación', what, ...instead(value), fine })),
  ...(
    [
      ['no domain', 'ana'],
      ['two signs @', 'ana@b@entidad.example'],
      ['a space', 'ana mora@entidad.example'],
      ['two addresses', 'ana@entidad.example,eva@entidad.example'],
      ['a name before it', 'Ana <ana@entidad.example>'],
      ['more than 254 characters', `${'a'.repeat(250)}@b.ec`],
    ] as const
  ).map(([what, value]): BadValue => ({ label: 'Correo Electrónico', what, ...instead(value) })),
  { label: 'Hasta', what: 'the day before «Desde»', sent: (_, form) => [dayBefore(goodOf(form, 'Desde'))] },
  { label: 'Hasta', what: 'the day of «Desde»', sent: (_, form) => [goodOf(form, 'Desde')], fine },
  // The stage opens on 6 April 2022.
  { label: 'Fecha de Nacimiento', what: 'a day to come', ...instead('2022-04-07') },
  { label: 'Fecha de Nacimiento', what: 'today', ...instead('2022-04-06') },
  { label: 'Fecha de Nacimiento', what: 'a person of 17 years', ...instead('2004-04-07') },
  { label: 'Fecha de Nacimiento', what: 'a person of 18 years', ...instead('2004-04-06'), fine },
];

const longTexts: BadValue[] = [['Motivo', 200] as const, ['Qué debe corregirse', 500] as const].flatMap(
  ([label, longest]): BadValue[] => [
    { label, what: `${longest} characters, a line break among them`, ...instead(lines(longest)), fine },
    {
      label,
      what: `${longest + 1} characters, a line break among them`,
      ...instead(lines(longest + 1)),
      kept: () => lines(longest + 1).replace('\r\n', '\n'),
    },
  ],
);

const userNames: BadValue[] = (
  [
    ['seven characters', 'nuevo22'],
    ['21 characters', 'nuevo2022nuevo2022nue'],
    ['a space', 'nuevo 2022'],
    ['an accent', 'usuarió2022'],
    ['the name of a colleague', 'delegado02'],
    ['the name of a colleague in capitals', 'DELEGADO02'],
  ] as const
).map(([what, value]) => ({ label: '/administracion/usuarios/nuevo Usuario', what, ...instead(value) }));

const templateNames: BadValue[] = [
  '/administracion/perfiles/nuevo Nombre',
  '/administracion/perfiles/:id Nombre',
].flatMap((label): BadValue[] => [
  { label, what: 'two characters', ...instead('ab') },
  { label, what: 'three characters', ...instead('abc'), fine },
  { label, what: '60 characters', ...instead('ñ'.repeat(60)), fine },
  { label, what: '61 characters', ...instead('ñ'.repeat(61)) },
]);

const versions: BadValue[] = (
  [
    ['an older number', '0'],
    ['a number to come', '2147483647'],
    ['a number past 32 bits', '2147483648'],
    ['a negative number', '-1'],
    ['a word', 'abc'],
    ['the word NaN', 'NaN'],
    ['more than numbers hold', '1e999'],
  ] as const
).map(([what, value]) => ({ label: 'version', what, ...instead(value), kinds: ['hidden'] }));

/** The table of bad values. */
export const badValues: BadValue[] = [
  ...everywhere,
  ...dates,
  ...choices,
  ...records,
  ...byLabel,
  ...longTexts,
  ...userNames,
  ...templateNames,
  { label: '/administracion/perfiles/nuevo Nombre', what: 'the name of another in capitals', ...instead('COMPRAS') },
  ...versions,
];

/** Finds the fields of a form that get a bad value. */
export function fieldsFor({ kinds, label }: BadValue, { pattern, fields }: ServedForm): ServedField[] {
  const labels = (field: ServedField) => [undefined, field.label, `${pattern} ${field.label}`];
  return fields.filter((field) => (!kinds || kinds.includes(field.kind)) && labels(field).includes(label));
}

function filler(field: ServedField, { entries }: ServedForm, more: number): string {
  const rest = entries.map(([name, value], place): [string, Sent] => [name, place === field.place ? '' : value]);
  return 'x'.repeat(largestBody - bodyOf(rest).length + more);
}

function goodOf({ fields }: ServedForm, label: string): string {
  return fields.find((field) => field.label === label)?.good ?? '';
}

function lines(length: number): string {
  return `Uno\r\n${'ñ'.repeat(length - 4)}`;
}

function dayBefore(date: string): string {
  return new Date(Date.parse(date) - 86_400_000).toISOString().slice(0, 10);
}

function flipped(text: string): string {
  return text === text.toUpperCase() ? text.toLowerCase() : text.toUpperCase();
}
