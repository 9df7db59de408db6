import { expect } from 'vitest';
import type { Visitor } from '../browser/visitor.ts';
import type { CastUser } from './cast.ts';
import { incidentsOf } from './incidents.ts';
import { signIn } from './sign-in.ts';
import type { Stage } from './stage.ts';

/** The address of "Sesiones". */
export const ownSessions = '/datos-generales/sesiones';

export const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0';
export const chrome =
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36';

/** Signs a user in with the browser of this name, a moment after whoever came before. */
export async function signedInWith(
  stage: Stage,
  user: CastUser,
  userAgent: string,
  address = '127.0.0.1',
): Promise<Visitor> {
  stage.clock.advance(1);
  const headers: Record<string, string> = userAgent === '' ? {} : { 'User-Agent': userAgent };
  const visitor = stage.site.visitor({ headers, address });
  expect((await signIn(visitor, user)).url.pathname).toBe('/inicio');
  return visitor;
}

/** Reads the actors and changes of the incidents about a user's ended sessions. */
export async function endings(stage: Stage, { id }: CastUser): Promise<[string, unknown][]> {
  const incidents = await incidentsOf(stage, 'user', id, 'session.ended');
  return incidents.map(({ actor_name, changes }) => [actor_name, changes]);
}
