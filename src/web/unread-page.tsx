import type { Frame } from '../../views/kit/layout.tsx';
import { NoticePage } from '../../views/kit/notices.tsx';
import { paths } from '../../views/kit/paths.ts';
import { type Clock, headerDate } from '../domain/civil-date.ts';
import type { Assets } from './assets.ts';
import { headersOfAll, headersOfPages } from './headers.ts';

/** The parts that the page needs. */
export type PageParts = { assets: Assets; clock: Clock; baseUrl: URL };

/** The status of an answer to a request that the application never sees. */
export type UnreadStatus = keyof typeof faults;

const faults = {
  400: {
    title: 'Pedido no entendido',
    sentence: 'El pedido llegó en una forma que el sistema no entiende, y no se guardó nada. Revise la dirección.',
  },
  408: {
    title: 'Pedido incompleto',
    sentence: 'El pedido no llegó completo a tiempo, y no se guardó nada. Revise su conexión y envíelo de nuevo.',
  },
  413: {
    title: 'Pedido demasiado grande',
    sentence:
      'El pedido es más grande de lo que se admite, y no se guardó nada. Vuelva a la página y envíelo desde ella.',
  },
  417: {
    title: 'Condición no admitida',
    sentence: 'El pedido exige una condición (Expect) que el sistema no cumple, y no se guardó nada. Envíelo sin ella.',
  },
  431: {
    title: 'Dirección o datos demasiado largos',
    sentence:
      'La dirección o los datos que su navegador guarda de este sitio son demasiado largos, y no se guardó nada. Acorte la dirección o borre esos datos (cookies) en su navegador.',
  },
  500: {
    title: 'Algo falló',
    sentence:
      'No pudimos atender su pedido y no se guardó nada. Inténtelo de nuevo; si se repite, avise a la mesa de ayuda.',
  },
} as const;

/** A page with all its headers. */
export type UnreadPage = { status: UnreadStatus; headers: Record<string, string>; body: string };

/** Makes the page for a request that can't be read (R4). It ends the connection. */
export function unreadPage(status: UnreadStatus, parts: PageParts): UnreadPage {
  const { title, sentence } = faults[status];
  const back = { href: paths.start(), label: 'Ir a la página inicial' };
  const body = `<!doctype html>${<NoticePage frame={bareFrame(title, parts)} sentence={sentence} back={back} />}`;
  const about = {
    Connection: 'close',
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Length': String(Buffer.byteLength(body)),
  };
  return { status, headers: { ...headersOfAll, ...headersOfPages(parts.baseUrl), ...about }, body };
}

// Of a request that wasn't read nothing is known: no person, no address.
function bareFrame(title: string, { assets, clock }: PageParts): Frame {
  return {
    title,
    stylesheet: assets.stylesheet,
    script: assets.script,
    dateText: headerDate(clock()),
    person: null,
    nav: [],
    subnav: [],
    token: '',
    notice: null,
    warning: null,
    step: null,
    sessionEnd: null,
    bare: false,
    printHref: '',
    helpHref: null,
    behind: '',
    swapped: false,
  };
}
