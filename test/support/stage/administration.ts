import type { Page } from '../browser/page.ts';
import type { Visitor } from '../browser/visitor.ts';
import type { CastUser } from './cast.ts';
import type { Stage } from './stage.ts';

/** The address of the list of users. */
export const userList = '/administracion/usuarios';

/** Opens a page in the browser in which this person signed in before; gives the visitor. */
export async function visiting(stage: Stage, person: CastUser, path: string): Promise<Visitor> {
  const visitor = await stage.browserOf(person);
  await visitor.open(path);
  return visitor;
}

/** Signs a person in and opens a page; gives the visitor. */
export async function arriving(stage: Stage, person: CastUser, path: string): Promise<Visitor> {
  const visitor = await stage.signedIn(person);
  await visitor.open(path);
  return visitor;
}

/** Changes fields of a contact of Quito as its administrator; gives the answer. */
export async function saveContact(stage: Stage, contactId: number, values: Record<string, string>): Promise<Page> {
  const visitor = await visiting(stage, stage.quito.administrator, `/administracion/contactos/${contactId}`);
  return visitor.fill(values).press('Guardar');
}

/** Presses “Activar Usuario” or “Desactivar Usuario” in the row of a user of Quito; gives the answer. */
export async function switchUser(stage: Stage, { userName }: CastUser, verb: 'Activar' | 'Desactivar'): Promise<Page> {
  const visitor = await visiting(stage, stage.quito.administrator, `${userList}?buscar=${userName}`);
  return visitor.press(`${verb} Usuario`, { row: userName });
}
