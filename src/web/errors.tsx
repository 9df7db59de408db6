import type { ErrorHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { Message, NoticePage } from '../../views/kit/notices.tsx';
import { paths } from '../../views/kit/paths.ts';
import { isReachable } from '../data/database/database.ts';
import { CommitUnanswered, isConnectionLost, isOverload, NotFound } from '../data/database/errors.ts';
import { GuessAbandoned, GuessQueueFull } from '../data/outside/guessing-queue.ts';
import { secondsUntil, tooManyTries } from '../domain/guessing.ts';
import type { Aftermath, PublicContext } from './env.ts';
import { FormCutOff, FormError } from './forms/body.ts';
import { frame } from './frame.ts';
import { show, wantsFragment } from './respond.ts';

/** The person lacks the right that the route requires; the message tells them why. */
export class Forbidden extends Error {}

/** The form comes from no page that was shown to this browser, or from a visitor's where somebody is signed in. */
export class ForeignForm extends Error {}

/** The browser sends none of the cookies that its pages gave it. */
export class CookiesMissing extends Error {}

/** A limit refuses the request until a moment (T2). */
export class TooManyTries extends Error {
  readonly until: Date;
  constructor(until: Date) {
    super('A limit refuses the request.');
    this.until = until;
  }
}

type Fault = {
  status: ContentfulStatusCode;
  title: string;
  sentence: string;
  /** The seconds after which the request may be tried again. */
  retryAfter?: number;
  /** The page on which to look how it stands. */
  look?: string;
  /** The page of the form that was sent. */
  form?: string;
};

/** Answers an error of a handler with a page and a way back; logs unforeseen errors with the request's number (R6). */
export const onError: ErrorHandler = async (error, context) => {
  const c = context as PublicContext;
  const fault = foreseen(error, c) ?? (await unforeseen(error, c));
  // A form can be refused before a guard has looked up the session; without a database its page looks signed out.
  if (fault.status < 500 && c.var.actor === undefined) await identify(c).catch(() => {});
  return refuse(c, fault);
};

/**
 * Answers a request for an address without a route. One with a slash too many at its end, or with the sign that stood
 * behind a link in a mail, leads to the one without (product 7).
 */
export async function onNotFound(context: unknown): Promise<Response> {
  const c = context as PublicContext;
  const trimmed = c.req.path.replace(/[/.,;:!?'"’”»…)\]}>*]+$/, '');
  if (['GET', 'HEAD'].includes(c.req.method) && trimmed !== c.req.path && /^\/(?!\/)/.test(trimmed)) {
    return c.redirect(encodeURI(trimmed) + new URL(c.req.url).search, 301);
  }
  await identify(c);
  return refuse(c, notFound);
}

// Looks up the session, which the page's header and menu need.
async function identify(c: PublicContext): Promise<void> {
  c.set('actor', await c.var.app.sessions.find(c));
}

const notFound: Fault = {
  status: 404,
  title: 'Página no encontrada',
  sentence: 'La página o el registro que busca no existe en su entidad. Revise la dirección o vuelva al inicio.',
};

function foreseen(error: Error, c: PublicContext): Fault | null {
  if (error instanceof NotFound) return notFound;
  if (error instanceof TooManyTries) {
    const retryAfter = secondsUntil(error.until, c.var.now);
    return { status: 429, title: 'Demasiados intentos', sentence: tooManyTries(error.until), retryAfter };
  }
  if (error instanceof GuessQueueFull || error instanceof GuessAbandoned) return busy;
  if (error instanceof FormCutOff) {
    c.var.app.log.info({ requestId: c.var.requestId, fault: String(error.cause) }, 'a form came in part only');
  }
  if (error instanceof FormError) {
    return { status: error.status, title: 'Formulario no admitido', sentence: error.message, form: formPage(c) };
  }
  if (error instanceof ForeignForm) {
    return {
      status: 403,
      title: 'Formulario vencido',
      sentence:
        'Este formulario ya no sirve en este navegador, y no se guardó nada. Vuelva a la página, ábrala de nuevo y envíelo.',
      form: formPage(c),
    };
  }
  if (error instanceof CookiesMissing) {
    return {
      status: 403,
      title: 'Faltan las cookies',
      sentence:
        'Su navegador no envió las cookies que este sitio necesita, porque las bloquea o las borró, y no se guardó nada. Permita las cookies de este sitio, abra de nuevo el formulario y envíelo.',
      form: formPage(c),
    };
  }
  if (error instanceof Forbidden) {
    return { status: 403, title: 'Sin autorización', sentence: error.message };
  }
  return null;
}

// Many forms are sent to the address of their page.
function formPage(c: PublicContext): string | undefined {
  const { formPages } = c.var.app;
  const own = matchedRoutes(c as never).some(({ path }) => formPages.has(path));
  return own ? c.req.path + new URL(c.req.url).search : undefined;
}

const busy: Fault = {
  status: 503,
  title: 'Servicio ocupado',
  sentence: 'Muchas personas ingresan en este momento. No se guardó nada. Espere unos segundos e inténtelo de nuevo.',
  retryAfter: 5,
};

const overloaded: Fault = {
  ...busy,
  sentence:
    'El sistema está muy ocupado en este momento. No se guardó nada. Espere unos segundos e inténtelo de nuevo.',
};

async function unforeseen(error: Error, c: PublicContext): Promise<Fault> {
  const reference = c.var.requestId;
  c.var.app.log.error({ err: traceOf(error), requestId: reference }, 'the request failed');
  // A page that is opened saves nothing that its reader would miss.
  if (error instanceof CommitUnanswered && c.req.method === 'POST') return unanswered(c);
  // A database that goes, goes from one connection after the other.
  if (!isConnectionLost(error) && (await isReachable(c.var.app.database))) {
    if (isOverload(error)) return overloaded;
    return {
      status: 500,
      title: 'Algo falló',
      sentence: `No pudimos atender su pedido y no se guardó nada. Inténtelo de nuevo; si se repite, dé este número a la mesa de ayuda: ${reference}.`,
    };
  }
  return {
    status: 503,
    title: 'Servicio no disponible',
    sentence:
      'El sistema no está disponible en este momento. No se guardó nada. Espere un minuto e inténtelo de nuevo.',
  };
}

function unanswered(c: PublicContext): Fault {
  const { look, repeatable } = aftermathOf(c) ?? {
    look: () => paths.start(),
    repeatable: false,
  };
  return {
    status: 503,
    title: 'No se sabe si se guardó',
    sentence: `El sistema se interrumpió al guardar, y no se sabe si se guardó. Revise cómo quedó. ${
      repeatable
        ? 'Si no se guardó, puede enviar de nuevo el mismo formulario: no se guarda dos veces.'
        : 'No envíe de nuevo el formulario antes de revisarlo.'
    }`,
    look: look(Number(c.req.param('id') ?? 0)),
  };
}

// A fixed name comes before a parameter in its place, which matches it, too.
function aftermathOf(c: PublicContext): Aftermath | undefined {
  const { aftermaths } = c.var.app;
  return matchedRoutes(c as never)
    .map(({ path }) => aftermaths[path])
    .find((aftermath) => aftermath !== undefined);
}

/** Gives what the log may hold of an error: those of the database carry rows and values, which it may not (R6). */
export function traceOf(error: Error): Record<string, unknown> {
  return {
    type: error.name,
    message: error.message,
    code: 'code' in error ? error.code : undefined,
    stack: error.stack,
  };
}

function refuse(c: PublicContext, { status, title, sentence, retryAfter, look, form }: Fault): Response {
  if (retryAfter !== undefined) c.header('Retry-After', String(retryAfter));
  if (wantsFragment(c)) {
    // The row stays as it is, and the sentence goes to the live region.
    c.header('HX-Reswap', 'none');
    const message = (
      <Message>
        {sentence} {look && <a href={look}>{seeing}</a>}
      </Message>
    );
    return show(c, message, status);
  }
  const home = c.var.actor
    ? { href: paths.home(), label: 'Regresar al inicio' }
    : { href: paths.start(), label: 'Ir a la página inicial' };
  const back = look ? { href: look, label: seeing } : home;
  // The sentence of an unforeseen failure names the help desk.
  const support = status === 500 ? c.var.app.support : null;
  const page = (
    <NoticePage frame={frame(c, title, null)} sentence={sentence} form={form} back={back} support={support} />
  );
  return show(c, page, status);
}

const seeing = 'Ver cómo quedó';
