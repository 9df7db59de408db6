import type { HelpName } from '../../views/help-topics.ts';
import type { Frame, NavEntry } from '../../views/kit/layout.tsx';
import { paths } from '../../views/kit/paths.ts';
import { type Actor, can, type Right } from '../domain/actor.ts';
import { headerDate, timeText } from '../domain/civil-date.ts';
import type { AnyContext } from './env.ts';
import { formToken } from './forms/token.ts';
import { listBehind } from './list-behind.ts';
import { takeNotice, takeWarning } from './notice.ts';
import { wantsFragment } from './respond.ts';

type Section = { label: string; href: string; right: Right; pages: Page[] };
/** A page of a section; also is the address of one that is reached from it alone. */
type Page = { label: string; href: string; also?: string };

// The top menu in its fixed order (product 1); a person sees the sections that they have the right to.
const sections: Section[] = [
  { label: 'Inicio', href: paths.home(), right: 'own-data', pages: [] },
  {
    label: 'Datos Generales',
    href: paths.ownData(),
    right: 'own-data',
    pages: [
      { label: 'Info Usuario', href: paths.ownData() },
      { label: 'Mis datos', href: paths.dossier() },
      { label: 'Sesiones', href: paths.sessions() },
    ],
  },
  { label: 'Consultar', href: paths.consultations(), right: 'consult', pages: [] },
  { label: 'Entidad Contratante', href: paths.contracting(), right: 'contracting', pages: [] },
  {
    label: 'Administración',
    href: paths.contacts(),
    right: 'administration',
    pages: [
      { label: 'Contactos', href: paths.contacts(), also: paths.imports() },
      { label: 'Usuarios', href: paths.users() },
      { label: 'Perfiles tipo', href: paths.templates() },
      { label: 'Relevos', href: paths.handovers() },
      { label: 'Estado a la fecha', href: paths.accessReport() },
      { label: 'Administrador', href: paths.administrator() },
    ],
  },
];

/**
 * Gives the frame of a page with this title; helpTopic names its page of help, null for an error, which has that of
 * «Inicio».
 */
export function frame(c: AnyContext, title: string, helpTopic: HelpName | null): Frame {
  const { app, now } = c.var;
  const actor = (c.var.actor ?? null) as Actor | null;
  const current = sections.find((section) => isUnder(c.req.path, section));
  const open = sections.filter((section) => actor && can(actor, section.right));
  return {
    title,
    stylesheet: app.assets.stylesheet,
    script: app.assets.script,
    dateText: headerDate(now),
    person: actor && { ruc: actor.ruc, entityName: actor.entityName, userName: actor.userName },
    nav: open.map((section) => ({ label: section.label, href: section.href, current: section === current })),
    subnav: current && open.includes(current) ? current.pages.map((page) => entry(c.req.path, page)) : [],
    token: formToken(c),
    ...noticeOf(c, actor),
    warning: warning(c),
    sessionEnd: actor?.session ? sessionEnd(actor.session.endsAt, now) : null,
    bare: c.req.query('imprimir') === '1',
    printHref: printHref(c),
    helpHref: helpHref(helpTopic, actor),
    behind: listBehind(c),
    swapped: wantsFragment(c),
  };
}

function warning(c: AnyContext): string | null {
  const sentences = [takeWarning(c), c.var.kept?.sentence].filter(Boolean);
  return sentences.length > 0 ? sentences.join(' ') : null;
}

// All steps are the administrator's; whoever signed in meanwhile reads the sentence alone.
function noticeOf(c: AnyContext, actor: Actor | null): Pick<Frame, 'notice' | 'step'> {
  const taken = takeNotice(c);
  const step = actor && can(actor, 'administration') ? taken?.step : null;
  return { notice: taken?.sentence ?? null, step: step ?? null };
}

// Pages tell the end half an hour before (U12). The script reads it anew for a page that stays open longer.
const endToldBefore = 30 * 60_000;

function sessionEnd(endsAt: Date, now: Date): string | null {
  if (endsAt.getTime() - now.getTime() > endToldBefore) return null;
  return `Su sesión termina a las ${timeText(endsAt)}, aunque la esté usando. Guarde antes lo que escriba e ingrese de nuevo.`;
}

// Every signed-in page has help (product 1).
function helpHref(topic: HelpName | null, actor: Actor | null): string | null {
  if (topic) return paths.help(topic);
  return actor && paths.help('inicio');
}

function isUnder(path: string, { href }: Section): boolean {
  return path.split('/')[1] === href.split('/')[1];
}

function entry(path: string, { label, href, also }: Page): NavEntry {
  return { label, href, current: [href, also ?? href].some((one) => path === one || path.startsWith(`${one}/`)) };
}

function printHref(c: AnyContext): string {
  const [, search] = c.req.url.split('?', 2);
  const query = new URLSearchParams(search);
  query.set('imprimir', '1');
  return `?${query}`;
}
