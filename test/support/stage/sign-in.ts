import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import type { NewSession } from '../../../src/data/records/session.ts';
import type { Page } from '../browser/page.ts';
import type { Visitor } from '../browser/visitor.ts';
import type { CastUser } from './cast.ts';

/** The three values that a sign-in takes. */
export type Credentials = Pick<CastUser, 'ruc' | 'userName' | 'password'>;

/** The address that opens after a sign-in with a temporary password. */
export const changePage = '/datos-generales/contrasena';

/** Opens the sign-in page and sends it with these credentials; gives the answer, accepted or refused. */
export async function signIn(visitor: Visitor, who: Credentials): Promise<Page> {
  await visitor.open('/ingreso');
  return enter(visitor, who);
}

/** Sends the open sign-in page with these credentials; gives the answer. */
export function enter(visitor: Visitor, { ruc, userName, password }: Credentials): Promise<Page> {
  return visitor.fill({ Ruc: ruc, Usuario: userName, Contraseña: password }).press('Entrar');
}

/** Makes a session for a sign-in without a browser. */
export function aSession(): NewSession {
  return { id: randomBytes(32).toString('base64url'), replaces: null, address: '127.0.0.1', userAgent: '' };
}

/** True while a visitor's session is open. */
export async function isOpen(visitor: Visitor): Promise<boolean> {
  return (await visitor.get('/inicio')).status === 200;
}

/** Fills in and sends the open page that changes the password; gives the answer. */
export function changePassword(visitor: Visitor, before: string, after: string): Promise<Page> {
  visitor.fill({ 'Contraseña Anterior': before, 'Nueva Contraseña': after, 'Confirmar Contraseña': after });
  return visitor.press('Guardar');
}

/** Signs a person in in another tab. */
export async function enterElsewhere(visitor: Visitor, { ruc, userName, password }: CastUser): Promise<void> {
  const page = await visitor.get('/ingreso');
  const _token = page.hidden('_token') ?? visitor.token;
  expect((await visitor.post('/ingreso', { ruc, userName, password, _token })).status).toBe(303);
}
