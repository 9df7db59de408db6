import { HomePage } from '../../views/home.tsx';
import { paths } from '../../views/kit/paths.ts';
import type { Attention, AttentionLine } from '../data/entity/home.ts';
import { entryHindrances } from '../domain/access.ts';
import { hindranceMark } from '../domain/access-words.ts';
import { can, type Right } from '../domain/actor.ts';
import { type CivilDate, civilDate } from '../domain/civil-date.ts';
import { endsSoon, warningDays } from '../domain/delegation.ts';
import { type EntityContext, get, type Route } from '../web/env.ts';
import { frame } from '../web/frame.ts';
import { show } from '../web/respond.ts';

const tasks: { right: Right; href: string; label: string; text: string }[] = [
  {
    right: 'administration',
    href: paths.contacts(),
    label: 'Contactos',
    text: 'registrar a las personas de la entidad y las fechas de su delegación.',
  },
  {
    right: 'administration',
    href: paths.users(),
    label: 'Usuarios',
    text: 'dar usuario a los contactos, activarlos y desactivarlos.',
  },
  {
    right: 'own-data',
    href: paths.ownData(),
    label: 'Info Usuario',
    text: 'ver sus datos y cambiar su contraseña.',
  },
  { right: 'consult', href: paths.consultations(), label: 'Consultar', text: 'abrir los módulos de consulta.' },
  {
    right: 'contracting',
    href: paths.contracting(),
    label: 'Entidad Contratante',
    text: 'abrir los módulos de contratación que le han dado.',
  },
];

/** Route of the first page after a sign-in (product 1). */
export const homeRoutes: Route[] = [
  get(paths.home(), 'own-data', async (c) => {
    const { delegationEnd, attention } = await c.var.entity.home.find();
    return homePage(c, attention && attentionProps(attention, c.var.now), delegationEnd, civilDate(c.var.now));
  }),
];

function homePage(
  c: EntityContext,
  attention: ReturnType<typeof attentionProps> | null,
  until: CivilDate | null,
  today: CivilDate,
): Response {
  const { actor } = c.var;
  return show(
    c,
    <HomePage
      frame={frame(c, 'Inicio', 'inicio')}
      personName={actor.personName}
      tasks={tasks.filter(({ right }) => can(actor, right))}
      ownDelegation={delegationWarning(until, today)}
      attention={attention}
    />,
  );
}

function delegationWarning(until: CivilDate | null, today: CivilDate): string | null {
  if (until !== null && until < today) {
    return `Su delegación terminó el ${until}. Actualice su fecha «Hasta» en Contactos.`;
  }
  return endsSoon({ until }, today)
    ? `Su delegación termina el ${until}. Si va a continuar, pida que la prorroguen antes de esa fecha.`
    : null;
}

function attentionProps(attention: Attention, now: Date) {
  const withReasons = (line: AttentionLine) => withHindrances(line, now);
  const lists: AttentionProps[] = [
    {
      title: 'Usuarios cuyo contacto no tiene correo electrónico',
      list: attention.usersWithoutEmail,
      text: withUser,
    },
    {
      title: `Delegaciones que terminan en los próximos ${warningDays} días`,
      list: attention.delegationsEnding,
      text: withEnd,
    },
    { title: 'Usuarios que nunca se han activado', list: attention.usersNeverActivated, text: withUser },
    {
      title: 'Usuarios activados que hoy no pueden ingresar',
      list: attention.usersWithoutAccess,
      text: withReasons,
    },
    {
      title: 'Usuarios con contraseña temporal vencida o sin contraseña',
      list: attention.usersWithoutPassword,
      text: withReasons,
      href: toReset,
    },
  ];
  return lists
    .filter(({ list }) => list.people.length > 0)
    .map(({ title, list: { people, more }, text, href = toContact }) => ({
      title,
      people: people.map((person) => ({ href: href(person), text: text(person) })),
      more,
    }));
}

type AttentionProps = {
  title: string;
  list: Attention[keyof Attention];
  text: (line: AttentionLine) => string;
  /** The page where the matter is settled; the contact's by default. */
  href?: (line: AttentionLine) => string;
};

function toContact({ contactId }: AttentionLine): string {
  return paths.contact(contactId);
}

function toReset(line: AttentionLine): string {
  return line.user ? paths.passwordReset(line.user.id) : toContact(line);
}

function withUser({ name, user }: AttentionLine): string {
  return `${name} (${user?.name})`;
}

function withHindrances(line: AttentionLine, now: Date): string {
  const hindrances = line.user ? entryHindrances({ ...line, ...line.user }, now) : [];
  return `${withUser(line)}: ${hindrances.map(hindranceMark).join(', ')}`;
}

function withEnd({ name, until }: AttentionLine): string {
  return `${name}: hasta el ${until}`;
}
