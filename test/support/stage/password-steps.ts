import type { Page } from '../browser/page.ts';
import type { Visitor } from '../browser/visitor.ts';
import { temporaryPasswordIn } from '../server/inbox.ts';
import type { CastUser } from './cast.ts';
import { signIn } from './sign-in.ts';
import type { MailStage, Stage } from './stage.ts';

/** Where these credentials lead a new visitor: '/ingreso' where they are refused. */
export async function landing(stage: Stage, user: CastUser, password: string): Promise<string> {
  return (await signIn(stage.visitor(), { ...user, password })).url.pathname;
}

/** An e-mail as pages and incidents show it: written down once more, and not taken from the product. */
export function masked({ email }: Pick<CastUser, 'email'>): string {
  return email.replace(/^(.).*(.)@/, '$1…$2@');
}

/** The address of the page that asks before a password is reset. */
export function resetPath({ id }: Pick<CastUser, 'id'>): string {
  return `/administracion/usuarios/${id}/resetear`;
}

/** What the form on the page that asks would send. */
export function formOn({ page }: Visitor): [string, string][] {
  return page.submission('Resetear Contraseña').entries;
}

/** The administrator resets the user's password; gives the page that says where the new one went. */
export async function reset(stage: Stage, user: CastUser): Promise<Page> {
  const administrator = await stage.browserOf(stage.quito.administrator);
  await administrator.open(resetPath(user));
  return administrator.press('Resetear Contraseña');
}

/** Resets the user's password and reads the temporary one in the mail. */
export async function resetAndRead(stage: MailStage, user: CastUser): Promise<string> {
  await reset(stage, user);
  return mailedPassword(stage, user);
}

/** The temporary password in the next mail that brings this user one. */
export async function mailedPassword({ inbox }: MailStage, { userName }: CastUser): Promise<string> {
  return temporaryPasswordIn(await inbox.next(({ subject }) => subject === `Contraseña temporal de ${userName}`));
}
