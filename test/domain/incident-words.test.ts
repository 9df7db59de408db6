import { describe, expect, test } from 'vitest';
import { type EventCode, type FieldChange, given } from '../../src/domain/incident.ts';
import { changed, ended, words, wordsBy } from './incident-text.ts';

describe('An incident reads:', () => {
  test.each<[words: string, event: EventCode, ...changes: FieldChange[]]>([
    [
      'Estado: ACTIVO; Desde: 2022-01-01',
      'contact.created',
      given('contact.paternalSurname', 'Brito'),
      given('contact.firstName', 'Bruno'),
      given('contact.active', true),
      given('contact.from', '2022-01-01'),
    ],
    [
      'Cargo: Analista → Rector; Hasta: (vacío) → 2026-12-31; Correo Electrónico: a@b.example → (vacío)',
      'contact.changed',
      changed('contact.position', 'Analista', 'Rector'),
      changed('contact.until', null, '2026-12-31'),
      changed('contact.email', 'a@b.example', null),
    ],
    ['Apellido Materno: (vacío) → Paz', 'contact.changed', given('contact.maternalSurname', 'Paz')],
    ['Estado: ACTIVO → INACTIVO', 'contact.changed', changed('contact.active', true, false)],
    ['Sexo: Femenino → Sin dato', 'contact.changed', changed('contact.sex', 'Femenino', null)],
    ['Sexo: Femenino', 'contact.created', given('contact.sex', 'Femenino')],
    [
      'Sus últimos datos: Cargo: Analista; Estado: ACTIVO',
      'contact.deleted',
      changed('contact.paternalSurname', 'Vela', null),
      changed('contact.position', 'Analista', null),
      changed('contact.active', true, null),
    ],
    [
      'Descargó 1 contacto en CSV.',
      'list.downloaded',
      given('download.list', 'contacts'),
      given('download.format', 'csv'),
      given('download.records', 1),
    ],
    [
      'Descargó 2 usuarios en Excel, con estos filtros: Búsqueda: pinto; Estado: INACTIVO; Menú: ENTIDAD-REPORTES',
      'list.downloaded',
      given('download.list', 'users'),
      given('download.format', 'excel'),
      given('download.records', 2),
      given('download.search', 'pinto'),
      given('download.estado', 'inactivo'),
      given('download.menu', 'ENTIDAD-REPORTES'),
    ],
    [
      'Descargó 0 incidencias de «Ingreso rechazado» en CSV, con estos filtros: Desde: 2022-01-01; Resultado: Rechazado',
      'list.downloaded',
      given('download.list', 'incidents'),
      given('download.format', 'csv'),
      given('download.records', 0),
      given('download.que', 'sign-in.refused'),
      given('download.desde', '2022-01-01'),
      given('download.resultado', 'refused'),
    ],
    [
      'Propuso la administración a delegado02, con el correo a@b.example, hasta el 2022-04-09 15:53.',
      'administration.offered',
      given('administration.email', 'a@b.example'),
      given('administration.until', '2022-04-09T20:53:00.000Z'),
    ],
    ['Retiró la propuesta a delegado02.', 'administration.withdrawn'],
    [
      'La propuesta a delegado02 quedó sin efecto, porque el administrador hizo otra.',
      'administration.withdrawn',
      given('administration.withdrawnFor', 'replaced'),
    ],
    ['No aceptó la administración.', 'administration.declined'],
    [
      'delegado02 pasó a ser el administrador de la entidad. Se le agregó: ENTIDAD-REPORTES.',
      'administration.accepted',
      changed('user.administrator', false, true),
      given('user.menu', 'REPORTES'),
    ],
    [
      'delegado02 dejó de ser el administrador de la entidad y sigue como delegado. Se le quitó: ENTIDAD-REPORTES.',
      'administrator.set',
      changed('user.administrator', true, false),
      changed('user.menu', 'REPORTES', null),
    ],
    ['Activó a delegado02.', 'user.activated', changed('user.active', false, true)],
    ['Desactivó a delegado02.', 'user.deactivated', changed('user.active', true, false)],
    [
      'Se le agregó: ENTIDAD-PLAN ANUAL, ENTIDAD-REPORTES; se le quitó: ENTIDAD-CONSULTAS.',
      'profile.changed',
      given('user.menu', 'PAC'),
      given('user.menu', 'REPORTES'),
      changed('user.menu', 'CONSULTAS', null),
    ],
    ['Se le agregó: ENTIDAD-PLAN ANUAL.', 'profile.changed', given('user.menu', 'PAC')],
    ['Se le quitó: ENTIDAD-PLAN ANUAL.', 'profile.changed', changed('user.menu', 'PAC', null)],
    [
      'Tiene: ENTIDAD-PLAN ANUAL, ENTIDAD-REPORTES.',
      'template.created',
      given('template.name', 'Compras'),
      given('template.menu', 'PAC'),
      given('template.menu', 'REPORTES'),
    ],
    [
      'Se le agregó: ENTIDAD-REPORTES; se le quitó: ENTIDAD-PLAN ANUAL. Nombre: Compras → Compras públicas',
      'template.changed',
      changed('template.name', 'Compras', 'Compras públicas'),
      given('template.menu', 'REPORTES'),
      changed('template.menu', 'PAC', null),
    ],
    [
      'Tenía: ENTIDAD-PLAN ANUAL.',
      'template.deleted',
      changed('template.name', 'Compras', null),
      changed('template.menu', 'PAC', null),
    ],
    ['Se le agregó: GONE.', 'profile.changed', given('user.menu', 'GONE')],
    [
      'Monto Límite (USD): USD 2,500.00; Estado: ACTIVO',
      'budget.changed',
      given('budget.limit', '2500.00'),
      given('budget.active', true),
    ],
    ['Estado: INACTIVO', 'budget.changed', given('budget.active', false)],
    ['Monto Límite (USD): (vacío) → USD 0.00', 'budget.changed', changed('budget.limit', null, '0.00')],
    [
      'Monto Límite (USD): USD 10.00 → USD 2,500.00; Estado: ACTIVO → INACTIVO',
      'budget.changed',
      changed('budget.limit', '10.00', '2500.00'),
      changed('budget.active', true, false),
    ],
    ['Cambió su contraseña.', 'password.changed'],
    [
      'Reseteó la contraseña; la temporal se envió a b…o@prueba.example.',
      'password.reset',
      given('password.sentTo', 'b…o@prueba.example'),
    ],
    ['Reenvió el correo a b…o@prueba.example.', 'mail.resent', given('mail.resentTo', 'b…o@prueba.example')],
    [
      '1 intento fallido de ingresar, desde 10.0.0.1.',
      'sign-in.refused',
      given('sign-in.failures', 1),
      given('request.address', '10.0.0.1'),
    ],
    [
      '5 intentos fallidos seguidos de ingresar, el último desde 10.0.0.1.',
      'sign-in.refused',
      given('sign-in.failures', 5),
      given('request.address', '10.0.0.1'),
    ],
    [
      'La contraseña quedó anulada tras 100 intentos fallidos seguidos, el último desde 10.0.0.1.',
      'password.voided',
      given('sign-in.failures', 100),
      given('request.address', '10.0.0.1'),
    ],
    ['La contraseña temporal dejó de servir, porque cambió la clave del sistema.', 'password.ended'],
    [
      'Se pidió una contraseña temporal desde 10.0.0.1. Motivo: Olvido de la contraseña',
      'recovery.requested',
      given('recovery.reason', 'Olvido de la contraseña'),
      given('request.address', '10.0.0.1'),
    ],
    [
      'Se reportó que la contraseña se pidió sin autorización, dentro de las 24 horas de la solicitud. El usuario quedó INACTIVO.',
      'recovery.reported',
      changed('user.active', true, false),
      given('recovery.reportedInTime', true),
    ],
    [
      'Se reportó que la contraseña se pidió sin autorización, pasadas las 24 horas de la solicitud.',
      'recovery.reported',
      given('recovery.reportedInTime', false),
    ],
    [
      'Se deshizo un cambio no reconocido. Correo Electrónico: malo@x.example → a@b.example; Documento anterior, que ya es de otro contacto: Pasaporte A1; Recuperación de la contraseña: HABILITADA → BLOQUEADA',
      'identity.reported',
      changed('contact.email', 'malo@x.example', 'a@b.example'),
      given('identity.documentTaken', 'Pasaporte A1'),
      changed('recovery.locked', false, true),
    ],
    [
      'Cerró 1 de 2 sesiones: Chrome en Android, desde 2022-04-06 15:53.',
      'session.ended',
      changed('session.count', 2, 1),
      ended('Chrome en Android', '2022-04-06T20:53:00.000Z'),
    ],
    [
      'Cerró 2 de 2 sesiones: Chrome en Android, desde 2022-04-06 15:53; Firefox, desde 2022-04-06 15:54.',
      'session.ended',
      changed('session.count', 2, 0),
      ended('Chrome en Android', '2022-04-06T20:53:00.000Z'),
      ended('Firefox', '2022-04-06T20:54:00.000Z'),
    ],
    [
      'Se le dio una contraseña temporal. Estado: INACTIVO → ACTIVO; Recuperación de la contraseña: BLOQUEADA → HABILITADA',
      'administrator.reset',
      changed('user.active', false, true),
      changed('recovery.locked', true, false),
    ],
    ['Se le dio una contraseña temporal.', 'administrator.reset'],
    [
      'Se suspendió la entidad: sus usuarios no pueden ingresar.',
      'entity.suspended',
      changed('entity.suspended', false, true),
    ],
    [
      'Se reactivó la entidad: sus usuarios pueden volver a ingresar.',
      'entity.resumed',
      changed('entity.suspended', true, false),
    ],
  ])('%s', (sentence, event, ...changes) => {
    expect(words(event, ...changes)).toBe(sentence);
  });
});

test('A deactivation by oneself is told as the end of the own access, with its reason', () => {
  const changes = [changed('user.active', true, false), given('termination.reason', 'Renuncia')];
  expect(wordsBy('delegado02', 'user.deactivated', ...changes)).toBe('Terminó su propio acceso. Motivo: Renuncia');
});

test('The incident of a new user tells its contact, its state and its menus, without numbers and compulsory menus', () => {
  const beginning = [
    given('user.name', 'delegado02'),
    given('user.contactId', 12),
    given('user.contactName', 'Brito Bruno'),
    given('user.administrator', false),
    given('user.active', false),
    given('user.menu', 'DATOS_GENERALES'),
  ];
  const sentence = 'Creó el usuario delegado02 para Brito Bruno, todavía INACTIVO.';
  expect(words('user.created', ...beginning)).toBe(sentence);
  const withMenus = [...beginning, given('user.menu', 'PAC'), given('user.menu', 'REPORTES')];
  expect(words('user.created', ...withMenus)).toBe(`${sentence} Se le agregó: ENTIDAD-PLAN ANUAL, ENTIDAD-REPORTES.`);
});

test('The incident of a new entity tells its administrator and the administrator’s contact', () => {
  const beginning = [
    given('entity.suspended', false),
    given('contact.id', 3),
    given('contact.from', '2022-01-01'),
    given('user.id', 4),
    given('user.name', 'adminquito'),
    given('user.contactName', 'Salgado Amparo'),
    given('user.menu', 'PAC'),
  ];
  expect(words('entity.created', ...beginning)).toBe(
    'Se registró la entidad, con el administrador adminquito (Salgado Amparo).',
  );
});
