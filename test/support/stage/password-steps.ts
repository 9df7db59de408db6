import { submissionOf } from '../browser/form.ts';
import type { Page } from '../browser/page.ts';
import type { Visitor } from '../browser/visitor.ts';
import { type Inbox, temporaryPasswordIn } from '../server/inbox.ts';
import type { CastUser } from './cast.ts';
import type { Stage } from './stage.ts';

/** Where somebody lands who signs in with a temporary password. */
export const changePage = '/datos-generales/contrasena';

/** Types a user's credentials; whether they are taken is for the test to see. */
export async function typeCredentials(visitor: Visitor, { ruc, userName }: CastUser, password: string): Promise<Page> {
  await visitor.open('/ingreso');
  return visitor.fill({ Ruc: ruc, Usuario: userName, Contraseña: password }).press('Entrar');
}

/** Where these credentials lead a new visitor: '/ingreso' where they are refused. */
export async function landing(stage: Stage, user: CastUser, password: string): Promise<string> {
  return (await typeCredentials(stage.visitor(), user, password)).url.pathname;
}

/** Puts a password in place of another, on the change page that is open. */
export function changePassword(visitor: Visitor, before: string, after: string): Promise<Page> {
  visitor.fill({ 'Contraseña Anterior': before, 'Nueva Contraseña': after, 'Confirmar Contraseña': after });
  return visitor.press('Guardar');
}

/** The address of the page that asks before a password is reset. */
export function resetPath({ id }: Pick<CastUser, 'id'>): string {
  return `/administracion/usuarios/${id}/resetear`;
}

/** What the form on the page that asks would send. */
export function formOn({ page }: Visitor): [string, string][] {
  return submissionOf(page.button('Resetear Contraseña'), page.url, page.root, page.edits).entries;
}

/** The administrator resets the user's password; gives the page that says where the new one went. */
export async function reset(stage: Stage, user: CastUser): Promise<Page> {
  const administrator = await stage.browserOf(stage.quito.administrator);
  await administrator.open(resetPath(user));
  return administrator.press('Resetear Contraseña');
}

/** Resets the user's password and reads the temporary one in the mail. */
export async function resetAndRead(stage: Stage, inbox: Inbox, user: CastUser): Promise<string> {
  await reset(stage, user);
  return mailedPassword(inbox, user);
}

/** The temporary password in the next mail that brings this user one. */
export async function mailedPassword(inbox: Inbox, { userName }: CastUser): Promise<string> {
  return temporaryPasswordIn(await inbox.next(({ subject }) => subject === `Contraseña temporal de ${userName}`));
}
