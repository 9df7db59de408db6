import type { MiddlewareHandler } from 'hono';
import { paths } from '../../views/paths.ts';
import { entityScope } from '../data/entity-scope.ts';
import { can, type Permission } from '../domain/actor.ts';
import type { EntityContext, PublicContext, Route } from './env.ts';
import { Forbidden, ForeignForm } from './errors.tsx';
import { readBody } from './form.ts';
import { isOwnForm, tokenField } from './form-token.ts';
import { leaveNotice } from './notice.ts';
import { wantsFragment } from './respond.ts';
import { originOf } from './session.ts';

/** The checks in front of a route, in their fixed order: own form, signed in, right. Then the route finds or misses. */
export function guards(route: Route): MiddlewareHandler[] {
  if (route.access === 'machine') return [];
  const checks: Check[] = [identify];
  if (route.method === 'POST') checks.unshift(ownForm);
  if (route.access !== 'public') checks.push(requireRight(route.access));
  return checks as MiddlewareHandler[];
}

type Check = (c: PublicContext, next: () => Promise<void>) => Promise<unknown>;

async function ownForm(c: PublicContext, next: () => Promise<void>): Promise<void> {
  const form = await readBody(c.req.raw);
  if (!isOwnForm(c, form.getAll(tokenField).join(' '))) throw new ForeignForm();
  c.set('form', form);
  await next();
}

async function identify(c: PublicContext, next: () => Promise<void>): Promise<void> {
  c.set('actor', await c.var.app.sessions.find(c));
  await next();
}

function requireRight(permission: Permission) {
  return async (c: PublicContext, next: () => Promise<void>) => {
    const { actor, app } = c.var;
    if (!actor) return toSignIn(c);
    if (!can(actor, permission)) {
      // A temporary password opens one page, so whatever its owner asks for leads there (spec 4).
      if (actor.temporary && c.req.method === 'GET') return redirect(c, paths.password());
      throw new Forbidden();
    }
    const asker = { actor, ...originOf(c) };
    (c as unknown as EntityContext).set('entity', entityScope(app.database, asker, app.outbox));
    await next();
    return undefined;
  };
}

function toSignIn(c: PublicContext): Response {
  leaveNotice(c, 'Su sesión no está abierta o terminó. Ingrese para continuar.');
  return redirect(c, paths.signIn());
}

// htmx would swap a redirected page into the row: it is told to leave instead (S4).
function redirect(c: PublicContext, to: string): Response {
  if (!wantsFragment(c)) return c.redirect(to, 303);
  c.header('HX-Redirect', to);
  return c.body(null, 401);
}
