import { expect } from 'vitest';
import type { Page } from '../browser/page.ts';
import type { Visitor } from '../browser/visitor.ts';
import type { CastUser } from './cast.ts';
import { enter, signIn } from './sign-in.ts';
import type { Stage } from './stage.ts';

const minute = 60_000;

/** Presses a button after the session has expired; gives the sign-in page that answers. */
export async function pressLate(stage: Stage, visitor: Visitor, button: string): Promise<Page> {
  stage.clock.advance(31 * minute);
  const page = await visitor.press(button);
  expect(page.url.pathname).toBe('/ingreso');
  return page;
}

/** Signs in on the open sign-in page, or on a new one; gives the answer. */
export function signInAgain(visitor: Visitor, user: CastUser): Promise<Page> {
  return visitor.page.url.pathname === '/ingreso' ? enter(visitor, user) : signIn(visitor, user);
}

/** Reads the kept forms. */
export function keptForms({ database }: Stage) {
  return database.owner.selectFrom('kept_forms').selectAll().orderBy('id').execute();
}
