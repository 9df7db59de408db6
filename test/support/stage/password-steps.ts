import type { Page } from '../browser/page.ts';
import type { Visitor } from '../browser/visitor.ts';
import { temporaryPasswordIn } from '../server/inbox.ts';
import type { CastUser } from './cast.ts';
import { signIn } from './sign-in.ts';
import type { MailStage, Stage } from './stage.ts';

/** Signs in with this password; gives the address of the page that opens: '/ingreso' where it is refused. */
export async function landing(stage: Stage, user: CastUser, password: string): Promise<string> {
  return (await signIn(stage.visitor(), { ...user, password })).url.pathname;
}

/** Masks an e-mail as pages and incidents do; written anew, so that it tests the product's own function. */
export function masked({ email }: Pick<CastUser, 'email'>): string {
  return email.replace(/^(.).*(.)@/, '$1…$2@');
}

/** Gives the address of the page that confirms a reset. */
export function resetPath({ id }: Pick<CastUser, 'id'>): string {
  return `/administracion/usuarios/${id}/resetear`;
}

/** Gives the entries of the open form that confirms a reset. */
export function formOn({ page }: Visitor): [string, string][] {
  return page.submission('Resetear Contraseña').entries;
}

/** Resets the user's password as the administrator; gives the answer. */
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

/** Waits for the mail with this user's temporary password; gives the password. */
export async function mailedPassword({ inbox }: MailStage, { userName }: CastUser): Promise<string> {
  return temporaryPasswordIn(await inbox.next(({ subject }) => subject === `Contraseña temporal de ${userName}`));
}
