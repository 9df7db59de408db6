import type { MiddlewareHandler } from 'hono';
import { paths } from '../../views/kit/paths.ts';
import { openEntity } from '../data/entity/entity.ts';
import { can, type Right } from '../domain/actor.ts';
import { leaveDestination } from './destination.ts';
import type { EntityContext, PublicContext, Route } from './env.ts';
import { Forbidden, ForeignForm } from './errors.tsx';
import { readBody } from './forms/body.ts';
import { keepTypedForm, takeKeptForm } from './forms/kept-form.ts';
import { isOwnForm, tokenField } from './forms/token.ts';
import { leaveNotice } from './notice.ts';
import { wantsFragment } from './respond.ts';
import { originOf } from './session.ts';

/**
 * Gives the checks in front of a route, in their fixed order: own form, signed in, right. Pages are the paths of all
 * routes with GET: a person who has to sign in first goes on at the route's page, or at the nearest page above it.
 */
export function guards(route: Route, pages: ReadonlySet<string>): MiddlewareHandler[] {
  if (route.right === 'machine') return [];
  const checks: Check[] = [identify];
  if (route.method === 'POST') checks.unshift(ownForm(route));
  if (route.right !== 'public') checks.push(requireRight(route.right, signInFirst(route, pages)));
  return checks as MiddlewareHandler[];
}

type Check = (c: PublicContext, next: () => Promise<void>) => Promise<unknown>;

function ownForm({ right, path }: Route): Check {
  // Whoever signs out has a session, though the address is open to all.
  const kind = right === 'public' && path !== paths.signOut() ? 'public' : 'of a session';
  return async (c, next) => {
    const form = await readBody(c.req.raw);
    if (!isOwnForm(c, form.getAll(tokenField).join(' '), kind)) throw new ForeignForm();
    c.set('form', form);
    await next();
  };
}

async function identify(c: PublicContext, next: () => Promise<void>): Promise<void> {
  c.set('actor', await c.var.app.sessions.find(c));
  c.set('kept', null);
  await next();
}

function requireRight(right: Right, refuse: (c: PublicContext) => Promise<Response>) {
  return async (c: PublicContext, next: () => Promise<void>) => {
    const { actor, app } = c.var;
    if (!actor) return refuse(c);
    if (!can(actor, right)) {
      // A temporary password opens the change page only, and every other page leads there (product 4).
      if (actor.temporary && c.req.method === 'GET') return redirect(c, paths.password());
      throw new Forbidden();
    }
    const caller = { actor, ...originOf(c) };
    const entity = openEntity(app.database, caller, app);
    (c as unknown as EntityContext).set('entity', entity);
    if (c.req.method === 'GET') c.set('kept', await takeKeptForm(c, actor));
    await next();
    return undefined;
  };
}

function signInFirst({ method, path }: Route, pages: ReadonlySet<string>) {
  const depth = depthOfPage(path, pages);
  return async (c: PublicContext): Promise<Response> => {
    const page = new URL(c.req.url);
    page.pathname = c.req.path.split('/').slice(0, depth).join('/');
    const user = await c.var.app.sessions.findExpired(c);
    let sentence = 'Su sesión no está abierta o terminó. Ingrese para continuar.';
    if (method === 'GET') {
      if (!wantsFragment(c)) leaveDestination(c, user, page, 'page');
    } else if (user) {
      const kept = page.pathname === c.req.path && (await keepTypedForm(c, user));
      leaveDestination(c, user, page, kept ? 'form' : 'action');
      if (kept) sentence += ' Lo que escribió se conserva durante una hora.';
    }
    leaveNotice(c, sentence);
    return redirect(c, paths.signIn());
  };
}

// Gives the number of parts of a route's path that make a page. An action without a page of its own belongs to the page
// above it.
function depthOfPage(path: string, pages: ReadonlySet<string>): number {
  const parts = path.split('/');
  while (parts.length > 1 && !pages.has(parts.join('/'))) parts.pop();
  return parts.length;
}

// htmx would swap the target of a redirect into the row, so a header tells it to open the page (S4).
function redirect(c: PublicContext, to: string): Response {
  if (!wantsFragment(c)) return c.redirect(to, 303);
  c.header('HX-Redirect', to);
  return c.body(null, 401);
}
