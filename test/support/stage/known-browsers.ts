import type { Visitor } from '../browser/visitor.ts';
import type { CastUser } from './cast.ts';
import { enter } from './sign-in.ts';
import type { Stage } from './stage.ts';

/** A cookie by which a browser is known to an account. */
export type KnownCookie = { name: string; value: string };

/** Signs a person in and out again, in a new browser, which is known to the account from then on. */
export async function knownBrowser(stage: Stage, user: CastUser, address?: string): Promise<Visitor> {
  const visitor = stage.site.visitor({ weigh: false, ...(address !== undefined && { address }) });
  await visitor.open('/ingreso');
  await enter(visitor, user);
  await visitor.press('Cerrar Sesión');
  return visitor;
}

/** Lists the cookies by which a browser is known, oldest first. */
export function knownCookies({ cookies }: Visitor): KnownCookie[] {
  return cookies.names
    .filter((name) => name.includes('soce_conocido_'))
    .map((name) => ({ name, value: cookies.get(name) ?? '' }));
}

/** Gives the only such cookie. */
export function knownCookie(visitor: Visitor): KnownCookie {
  const [cookie, ...others] = knownCookies(visitor);
  if (!cookie || others.length > 0) throw new Error(`The browser has ${others.length + (cookie ? 1 : 0)} of them.`);
  return cookie;
}

/** Makes a new browser with such a cookie, as whoever has stolen it. */
export function withCookie(stage: Stage, { name, value }: KnownCookie, address: string): Visitor {
  const visitor = stage.site.visitor({ address, weigh: false });
  visitor.cookies.set(name, value);
  return visitor;
}
