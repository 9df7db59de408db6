import type { MiddlewareHandler } from 'hono';
import { paths } from '../../views/kit/paths.ts';
import { openEntity } from '../data/entity/entity.ts';
import { hasJustParted } from '../data/outside/sessions.ts';
import { type UserKey, userKeyText } from '../data/records/caller.ts';
import { type Actor, can, type Right } from '../domain/actor.ts';
import { leaveDestination } from './destination.ts';
import type { EntityContext, Parting, PublicContext, Route } from './env.ts';
import { CookiesMissing, Forbidden, ForeignForm } from './errors.tsx';
import { readBody } from './forms/body.ts';
import { keepTypedForm, takeKeptForm } from './forms/kept-form.ts';
import { formReader, hasCookies, isForeign, tokenField } from './forms/token.ts';
import { readUpload } from './forms/upload.ts';
import { leaveWarning } from './notice.ts';
import { wantsFragment } from './respond.ts';
import { originOf } from './session.ts';

/**
 * Gives the checks in front of a route, in their fixed order: own form, signed in, right. Pages are the paths of all
 * routes with GET but files: a person who has to sign in first goes on at the route's page, or at the nearest page above it.
 */
export function guards(route: Route, pages: ReadonlySet<string>): MiddlewareHandler[] {
  if (route.right === 'machine') return [];
  const page = pageOf(route, pages);
  const checks: Check[] = [identify];
  if (route.method === 'POST') checks.unshift(ownForm(route));
  if (route.method === 'POST' && isOfPerson(route)) checks.push(samePerson(page));
  if (route.right !== 'public') checks.push(requireRight(route.right, page, route.parting));
  return checks as MiddlewareHandler[];
}

// Whoever signs out has a session, though the address is open to all.
function isOfPerson({ right, path }: Route): boolean {
  return right !== 'public' || path === paths.signOut();
}

type Check = (c: PublicContext, next: () => Promise<void>) => Promise<unknown>;

// A file stays as it came until the handler asks for it.
function ownForm({ upload }: Route): Check {
  return async (c, next) => {
    const { form, file } = upload ? await readUpload(c.req.raw) : { form: await readBody(c.req.raw), file: null };
    if (isForeign(c)) throw new ForeignForm();
    if (!hasCookies(c)) throw new CookiesMissing();
    const reader = formReader(c, form.getAll(tokenField).join(' '));
    if (!reader) throw new ForeignForm();
    c.set('form', form);
    c.set('file', file);
    c.set('reader', reader);
    await next();
  };
}

async function identify(c: PublicContext, next: () => Promise<void>): Promise<void> {
  c.set('actor', await c.var.app.sessions.find(c));
  c.set('kept', null);
  await next();
}

// Nothing is done in the name of a person on whose page it wasn't typed (S4).
function samePerson(page: PageOf): Check {
  return async (c, next) => {
    const { actor, reader } = c.var;
    if (actor && reader === 'visitor') throw new ForeignForm();
    if (!actor || reader === 'visitor' || userKeyText(reader) === userKeyText(actor)) return next();
    let sentence = `No se hizo nada: el formulario es de otro usuario que ingresó en este navegador. La sesión abierta es la de ${actor.userName}.`;
    if (c.req.path !== paths.signOut() && (await interrupt(c, reader, page(c)))) {
      sentence += ' Lo escrito se conserva durante una hora para ese otro usuario.';
    }
    leaveWarning(c, sentence);
    return redirect(c, paths.home());
  };
}

function requireRight(right: Right, page: PageOf, parting: Parting | undefined): Check {
  return async (c, next) => {
    const { actor, app } = c.var;
    if (!actor) return signInFirst(c, page(c), parting);
    if (!can(actor, right)) {
      if (actor.temporary) return changeFirst(c, actor, page(c));
      throw new Forbidden(right === 'administration' ? ofAdministrator : withoutMenu);
    }
    const caller = { actor, ...originOf(c) };
    const entity = openEntity(app.database, caller, app);
    (c as unknown as EntityContext).set('entity', entity);
    if (c.req.method === 'GET') c.set('kept', await takeKeptForm(c, actor));
    await next();
    return undefined;
  };
}

// The menu ADMINISTRACIÓN isn't given to anybody else.
const ofAdministrator = 'Esta página es solo del administrador de su entidad.';
const withoutMenu = 'Su usuario no tiene el menú que esta página requiere. Solicítelo al administrador de su entidad.';

async function signInFirst(c: PublicContext, page: URL, parting: Parting | undefined): Promise<Response> {
  const { reader, app, now } = c.var;
  let sentence = 'Su sesión no está abierta o terminó. Ingrese para continuar.';
  if (c.req.method !== 'POST') {
    if (!wantsFragment(c)) leaveDestination(c, await app.sessions.findExpired(c), page, 'page');
  } else if (reader !== 'visitor') {
    if (parting && (await hasJustParted(app.database, reader, parting.event, now))) sentence = parting.sentence;
    else if (await interrupt(c, reader, page)) sentence += ' Lo que escribió se conserva durante una hora.';
  }
  leaveWarning(c, sentence);
  return redirect(c, paths.signIn());
}

// A temporary password opens the change page only, and every other page leads there (product 4).
async function changeFirst(c: PublicContext, actor: Actor, page: URL): Promise<Response> {
  if (c.req.method === 'POST') {
    // Under htmx the form stays on its page.
    const isKept = !wantsFragment(c) && page.pathname === c.req.path && (await keepTypedForm(c, actor));
    if (!isKept) throw new Forbidden('Cambie primero su contraseña temporal. No se hizo nada.');
    leaveWarning(c, 'Cambie primero su contraseña. Lo que escribió se conserva durante una hora en su página.');
  }
  return redirect(c, paths.password());
}

// Leaves the page for the next sign-in of its person, and keeps what they typed there. Gives true if something is kept.
async function interrupt(c: PublicContext, person: UserKey, page: URL): Promise<boolean> {
  const kept = page.pathname === c.req.path && (await keepTypedForm(c, person));
  leaveDestination(c, person, page, kept ? 'form' : 'action');
  return kept;
}

/** Gives the address of the page to which a request belongs. */
type PageOf = (c: PublicContext) => URL;

function pageOf({ path }: Route, pages: ReadonlySet<string>): PageOf {
  const depth = depthOfPage(path, pages);
  return (c) => {
    const page = new URL(c.req.url);
    page.pathname = c.req.path.split('/').slice(0, depth).join('/');
    return page;
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
