import { HomePage } from '../../views/home.tsx';
import { paths } from '../../views/kit/paths.ts';
import type { Attention, AttentionLine } from '../data/entity/home.ts';
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
    return homePage(c, attention && attentionProps(attention), delegationEnd, civilDate(c.var.now));
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

function attentionProps({ usersWithoutEmail, delegationsEnding, usersNeverActivated }: Attention) {
  const lists = [
    { title: 'Usuarios cuyo contacto no tiene correo electrónico', list: usersWithoutEmail, text: withUser },
    {
      title: `Delegaciones que terminan en los próximos ${warningDays} días`,
      list: delegationsEnding,
      text: withEnd,
    },
    { title: 'Usuarios que nunca se han activado', list: usersNeverActivated, text: withUser },
  ];
  return lists
    .filter(({ list }) => list.people.length > 0)
    .map(({ title, list: { people, more }, text }) => ({
      title,
      people: people.map((person) => ({ contactId: person.contactId, text: text(person) })),
      more,
    }));
}

function withUser({ name, userName }: AttentionLine): string {
  return `${name} (${userName})`;
}

function withEnd({ name, until }: AttentionLine): string {
  return `${name}: hasta el ${until}`;
}
