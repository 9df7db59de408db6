import type { Page } from '../browser/page.ts';
import type { Visitor } from '../browser/visitor.ts';
import type { CastUser } from './cast.ts';

/** What somebody signs in with. */
export type Credentials = Pick<CastUser, 'ruc' | 'userName' | 'password'>;

/** Where somebody lands who signs in with a temporary password. */
export const changePage = '/datos-generales/contrasena';

/** Opens the sign-in page and sends it with these credentials; gives the answer, whether they are taken or refused. */
export async function signIn(visitor: Visitor, who: Credentials): Promise<Page> {
  await visitor.open('/ingreso');
  return enter(visitor, who);
}

/** Sends the sign-in page that is open. */
export function enter(visitor: Visitor, { ruc, userName, password }: Credentials): Promise<Page> {
  return visitor.fill({ Ruc: ruc, Usuario: userName, Contraseña: password }).press('Entrar');
}

/** True while a visitor's session is open. */
export async function isOpen(visitor: Visitor): Promise<boolean> {
  return (await visitor.get('/inicio')).status === 200;
}

/** Fills in the change page that is open, and sends it. */
export function changePassword(visitor: Visitor, before: string, after: string): Promise<Page> {
  visitor.fill({ 'Contraseña Anterior': before, 'Nueva Contraseña': after, 'Confirmar Contraseña': after });
  return visitor.press('Guardar');
}
