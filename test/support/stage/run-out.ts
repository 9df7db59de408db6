import { expect } from 'vitest';
import type { Page } from '../browser/page.ts';
import type { Visitor } from '../browser/visitor.ts';
import type { CastUser } from './cast.ts';
import { enter, signIn } from './sign-in.ts';
import type { Stage } from './stage.ts';

const minute = 60_000;

/** Presses a button when the session has run out, and gets to the sign-in page. */
export async function pressLate(stage: Stage, visitor: Visitor, button: string): Promise<Page> {
  stage.clock.advance(31 * minute);
  const page = await visitor.press(button);
  expect(page.url.pathname).toBe('/ingreso');
  return page;
}

/** Signs in on the sign-in page that is open, or on a new one. */
export function signInAgain(visitor: Visitor, user: CastUser): Promise<Page> {
  return visitor.page.url.pathname === '/ingreso' ? enter(visitor, user) : signIn(visitor, user);
}

/** What is kept of forms. */
export function keptForms({ database }: Stage) {
  return database.owner.selectFrom('kept_forms').selectAll().orderBy('id').execute();
}
