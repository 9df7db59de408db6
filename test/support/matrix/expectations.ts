import { blankContact } from '../../../src/domain/contact.ts';
import { password } from '../stage/cast.ts';

/** The kinds of people (R2). */
export const everybody = [
  'nobody',
  'delegate',
  'delegate without the menu',
  'temporary',
  'administrator',
  'foreign',
] as const;
export type Person = (typeof everybody)[number];

/** The holders of each right, written anew so that neither a route nor a rule can widen one alone. */
export const holders: Record<string, readonly Person[]> = {
  machine: everybody,
  public: everybody,
  'own-data': ['delegate', 'delegate without the menu', 'administrator', 'foreign'],
  'own-password': ['delegate', 'delegate without the menu', 'temporary', 'administrator', 'foreign'],
  consult: ['delegate'],
  contracting: ['delegate'],
  administration: ['administrator', 'foreign'],
};

/** The expected answer of a route to a person with its right. A POST is sent with its token and no fields. */
export type Expectation = {
  right: string;
  answer: string;
  /** The answer to people who are signed in, where it differs. */
  signedIn?: string;
  /** The kind of record in the address, which is Quito's and so is missing for the other entity's administrator. */
  record?: 'contact' | 'user' | 'import' | 'template' | 'handover';
  /** The record, where the empty form would change the usual one: the administrator's, or one that isn't there. */
  asked?: 'administrator' | 'nobody';
  /** A form that the rules accept. */
  valid?: Record<string, string>;
};

const home = '303 /inicio';

/** What each route answers. */
export const expectations: Record<string, Expectation> = {
  'GET /salud': { right: 'machine', answer: '200' },
  'GET /salud/listo': { right: 'machine', answer: '200' },
  'GET /': { right: 'public', answer: '200', signedIn: home },
  'GET /ingreso': { right: 'public', answer: '200', signedIn: home },
  'POST /ingreso': { right: 'public', answer: '422' },
  'POST /salir': { right: 'public', answer: '303 /ingreso' },
  'GET /recuperar': { right: 'public', answer: '200' },
  'POST /recuperar': { right: 'public', answer: '422' },
  // Each step redirects to the open one.
  'GET /recuperar/motivo': { right: 'public', answer: '303 /recuperar' },
  'POST /recuperar/motivo': { right: 'public', answer: '303 /recuperar' },
  'GET /recuperar/solicitud': { right: 'public', answer: '303 /recuperar' },
  'POST /recuperar/solicitud': { right: 'public', answer: '303 /recuperar' },
  'GET /recuperar/listo': { right: 'public', answer: '303 /recuperar' },
  'GET /recuperar/no-solicite/:token': { right: 'public', answer: '303 /recuperar/no-solicite' },
  'GET /recuperar/no-solicite': { right: 'public', answer: '404' },
  'POST /recuperar/no-solicite': { right: 'public', answer: '404' },
  'GET /recuperar/no-hice-el-cambio/:token': { right: 'public', answer: '303 /recuperar/no-hice-el-cambio' },
  'GET /recuperar/no-hice-el-cambio': { right: 'public', answer: '404' },
  'POST /recuperar/no-hice-el-cambio': { right: 'public', answer: '404' },
  'GET /ayuda': { right: 'public', answer: '200' },
  'GET /ayuda/:topic': { right: 'public', answer: '200' },
  'GET /inicio': { right: 'own-data', answer: '200' },
  // Nobody was made an offer, and nobody has one to take back.
  'POST /inicio/propuesta': { right: 'own-data', answer: '422' },
  'GET /administracion/administrador': { right: 'administration', answer: '200' },
  'POST /administracion/administrador': { right: 'administration', answer: '422' },
  'POST /administracion/administrador/retirar': { right: 'administration', answer: '422' },
  'GET /datos-generales/info-usuario': { right: 'own-data', answer: '200' },
  'GET /datos-generales/contrasena': { right: 'own-password', answer: '200' },
  'POST /datos-generales/contrasena': { right: 'own-password', answer: '422' },
  'GET /datos-generales/mis-datos': { right: 'own-data', answer: '200' },
  'POST /datos-generales/mis-datos': { right: 'own-data', answer: '422' },
  'GET /datos-generales/mis-datos/descargar': { right: 'own-data', answer: '200' },
  // The administrator is led to another page.
  'GET /datos-generales/terminar': { right: 'own-data', answer: '200' },
  'POST /datos-generales/terminar': { right: 'own-data', answer: '422' },
  'GET /datos-generales/sesiones': { right: 'own-data', answer: '200' },
  // The session does not exist, or is another person's.
  'GET /datos-generales/sesiones/:id': { right: 'own-data', answer: '303 /datos-generales/sesiones' },
  'POST /datos-generales/sesiones/:id': { right: 'own-data', answer: '303 /datos-generales/sesiones' },
  // There is no other session.
  'GET /datos-generales/sesiones/cerrar-las-demas': { right: 'own-data', answer: '303 /datos-generales/sesiones' },
  'POST /datos-generales/sesiones/cerrar-las-demas': { right: 'own-data', answer: '303 /datos-generales/sesiones' },
  'GET /consultar': { right: 'consult', answer: '200' },
  'GET /entidad-contratante': { right: 'contracting', answer: '200' },
  'GET /administracion': { right: 'administration', answer: '303 /administracion/contactos' },
  'GET /administracion/contactos': { right: 'administration', answer: '200' },
  // No form of file is named.
  'GET /administracion/contactos/descargar': { right: 'administration', answer: '404' },
  'GET /administracion/contactos/incidencias/descargar': { right: 'administration', answer: '404' },
  'GET /administracion/usuarios/descargar': { right: 'administration', answer: '404' },
  'GET /administracion/estado/descargar': { right: 'administration', answer: '404' },
  'GET /administracion/estado': { right: 'administration', answer: '200' },
  'GET /verificar': { right: 'public', answer: '200' },
  'GET /administracion/contactos/incidencias': { right: 'administration', answer: '200' },
  // The incident has no letter.
  'GET /administracion/contactos/incidencias/:id/solicitud': {
    right: 'administration',
    answer: '404',
    record: 'contact',
  },
  'GET /administracion/contactos/nuevo': { right: 'administration', answer: '200' },
  'POST /administracion/contactos/nuevo': { right: 'administration', answer: '422' },
  'GET /administracion/contactos/:id': { right: 'administration', answer: '200', record: 'contact' },
  'POST /administracion/contactos/:id': {
    right: 'administration',
    answer: '422',
    record: 'contact',
    valid: {
      version: '1',
      ...blankContact,
      paternalSurname: 'Intruso',
      firstName: 'Iván',
      documentType: 'Pasaporte',
      documentNumber: 'INTRUSO1',
      email: 'ivan@prueba.example',
      status: 'ACTIVO',
      position: 'Analista',
      from: '2030-01-01',
      birthDate: '1985-02-28',
    },
  },
  'GET /administracion/contactos/:id/eliminar': { right: 'administration', answer: '200', record: 'contact' },
  'POST /administracion/contactos/:id/eliminar': {
    right: 'administration',
    answer: '422',
    record: 'contact',
    valid: {},
  },
  'GET /administracion/contactos/:id/relevo': { right: 'administration', answer: '200', record: 'contact' },
  'POST /administracion/contactos/:id/relevo': {
    right: 'administration',
    answer: '422',
    record: 'contact',
  },
  'GET /administracion/relevos': { right: 'administration', answer: '200' },
  'GET /administracion/relevos/:id': { right: 'administration', answer: '200', record: 'handover' },
  'GET /administracion/contactos/importar': { right: 'administration', answer: '200' },
  // The form brings no file.
  'POST /administracion/contactos/importar': { right: 'administration', answer: '422' },
  'GET /administracion/contactos/importar/plantilla.csv': { right: 'administration', answer: '200' },
  'GET /administracion/contactos/importar/plantilla.xlsx': { right: 'administration', answer: '200' },
  'GET /administracion/importaciones': { right: 'administration', answer: '200' },
  'GET /administracion/importaciones/:id': { right: 'administration', answer: '200', record: 'import' },
  'POST /administracion/importaciones/:id': {
    right: 'administration',
    answer: '303 /administracion/importaciones/1',
    record: 'import',
    valid: {},
  },
  'GET /administracion/importaciones/:id/errores.csv': { right: 'administration', answer: '200', record: 'import' },
  // Nobody is chosen, and no bulk change was made.
  'GET /administracion/contactos/elegidos': { right: 'administration', answer: '422' },
  'POST /administracion/contactos/elegidos': { right: 'administration', answer: '422' },
  'GET /administracion/contactos/elegidos/:id': { right: 'administration', answer: '404' },
  'GET /administracion/usuarios/elegidos': { right: 'administration', answer: '422' },
  'POST /administracion/usuarios/elegidos': { right: 'administration', answer: '422' },
  'GET /administracion/usuarios/elegidos/:id': { right: 'administration', answer: '404' },
  'GET /administracion/usuarios': { right: 'administration', answer: '200' },
  'GET /administracion/usuarios/nuevo': { right: 'administration', answer: '200' },
  'POST /administracion/usuarios/nuevo': { right: 'administration', answer: '422' },
  'POST /administracion/usuarios/:id/activacion': {
    right: 'administration',
    answer: '422',
    record: 'user',
    valid: { accion: 'desactivar' },
  },
  'GET /administracion/usuarios/:id/resetear': { right: 'administration', answer: '200', record: 'user' },
  'POST /administracion/usuarios/:id/resetear': {
    right: 'administration',
    answer: '422',
    record: 'user',
    asked: 'administrator',
    valid: {},
  },
  // The user's password was never reset.
  'GET /administracion/usuarios/:id/resetear/enviado': { right: 'administration', answer: '404', record: 'user' },
  'GET /administracion/usuarios/:id/sesiones': { right: 'administration', answer: '200', record: 'user' },
  // The administrator's own sessions are ended on another page, so this one ends none.
  'POST /administracion/usuarios/:id/sesiones': {
    right: 'administration',
    answer: '303 /datos-generales/sesiones',
    record: 'user',
    asked: 'administrator',
    valid: { password },
  },
  'GET /administracion/usuarios/:id/correo': { right: 'administration', answer: '200', record: 'user' },
  'POST /administracion/usuarios/:id/correo': {
    right: 'administration',
    answer: '303 /administracion/usuarios?ver=3',
    record: 'user',
    valid: {},
  },
  // Mails can't be read where they are sent.
  'GET /correo': { right: 'public', answer: '404' },
  'GET /estilo': { right: 'public', answer: '200' },
  'GET /administracion/usuarios/:id/perfil': { right: 'administration', answer: '200', record: 'user' },
  'POST /administracion/usuarios/:id/perfil': {
    right: 'administration',
    answer: '422',
    record: 'user',
    valid: { seen: 'DATOS_GENERALES', menu: 'DATOS_GENERALES', accion: 'grabar' },
  },
  'GET /administracion/perfiles': { right: 'administration', answer: '200' },
  'GET /administracion/perfiles/nuevo': { right: 'administration', answer: '200' },
  'POST /administracion/perfiles/nuevo': { right: 'administration', answer: '422' },
  'GET /administracion/perfiles/:id': { right: 'administration', answer: '200', record: 'template' },
  'POST /administracion/perfiles/:id': {
    right: 'administration',
    answer: '422',
    record: 'template',
    valid: { version: '1', name: 'Intruso', menu: 'REPORTES' },
  },
  'GET /administracion/perfiles/:id/eliminar': { right: 'administration', answer: '200', record: 'template' },
  // Nothing holds a template, so the form needs no field; this one deletes what isn't there.
  'POST /administracion/perfiles/:id/eliminar': {
    right: 'administration',
    answer: '404',
    record: 'template',
    asked: 'nobody',
    valid: {},
  },
  'GET /administracion/usuarios/:id/presupuesto': { right: 'administration', answer: '200', record: 'user' },
  'POST /administracion/usuarios/:id/presupuesto': {
    right: 'administration',
    answer: '422',
    record: 'user',
    valid: { version: '1', limit: '100', status: 'ACTIVO' },
  },
};

type Line = [key: string, expectation: Expectation];

/** The lines of the table, and those whose address names a record. */
export const lines: Line[] = Object.entries(expectations);
export const ofRecords = lines.filter(([, { record }]) => record);
