import { paths } from './paths.ts';

/**
 * The lists as "Inicio" and mails lead to them, each with the filters that leave the people in question (product 1,
 * 9.1).
 */
export const filteredLists = {
  endingSoon: () => paths.contacts('?estado=activo&delegacion=termina&orden=salida'),
  ended: () => paths.contacts('?estado=activo&delegacion=vencida&orden=salida&sentido=desc'),
  neverSignedIn: () => paths.users('?situacion=nunca'),
  withoutAccess: () => paths.users('?estado=activo&situacion=sin-acceso'),
  temporaryPassword: () => paths.users('?situacion=temporal'),
  undeliveredMail: () => paths.users('?situacion=no-entregado'),
  withoutEmail: () => paths.users('?situacion=sin-correo'),
} as const;
