import { expect } from 'vitest';
import type { Page } from '../browser/page.ts';
import type { Visitor } from '../browser/visitor.ts';
import { type CastUser, password } from './cast.ts';
import type { Stage } from './stage.ts';

const minute = 60_000;

/** A person who has a page open. */
export async function opened(stage: Stage, user: CastUser, path: string): Promise<Visitor> {
  const visitor = await stage.signedIn(user);
  await visitor.open(path);
  return visitor;
}

/** Presses a button when the session has run out, and gets to the sign-in page. */
export async function pressLate(stage: Stage, visitor: Visitor, button: string): Promise<Page> {
  stage.clock.advance(31 * minute);
  const page = await visitor.press(button);
  expect(page.url.pathname).toBe('/ingreso');
  return page;
}

/** Signs in on a browser, whatever page it has open. */
export async function signInAgain(visitor: Visitor, { ruc, userName }: CastUser): Promise<Page> {
  if (visitor.page.url.pathname !== '/ingreso') await visitor.open('/ingreso');
  return visitor.fill({ Ruc: ruc, Usuario: userName, Contraseña: password }).press('Entrar');
}

/** What is kept of forms. */
export function keptForms({ database }: Stage) {
  return database.owner.selectFrom('kept_forms').selectAll().orderBy('id').execute();
}
