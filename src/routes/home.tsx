import { HomePage } from '../../views/home.tsx';
import { AttentionPage } from '../../views/home-attention.tsx';
import { emptyForm, type FormState } from '../../views/kit/form-state.ts';
import { paths } from '../../views/kit/paths.ts';
import type { OwnOffer } from '../data/entity/home.ts';
import { delegationHindrances } from '../domain/access.ts';
import { reasonsText } from '../domain/access-words.ts';
import { can, type Right } from '../domain/actor.ts';
import { type CivilDate, civilDate, dateTimeText, greeting } from '../domain/civil-date.ts';
import { endsSoon } from '../domain/delegation.ts';
import { shortName } from '../domain/person-name.ts';
import { type EntityContext, get, type Route } from '../web/env.ts';
import { frame } from '../web/frame.ts';
import { show, showForm } from '../web/respond.ts';
import { attentionLists, matterNamed, titles } from './home-attention.ts';

const tasks: { right: Right; href: string; label: string; text: string }[] = [
  {
    right: 'administration',
    href: paths.contacts(),
    label: 'Contactos',
    text: 'Registrar a las personas de la entidad y las fechas de su delegación.',
  },
  {
    right: 'administration',
    href: paths.users(),
    label: 'Usuarios',
    text: 'Dar usuario a los contactos, activarlos y desactivarlos.',
  },
  {
    right: 'own-data',
    href: paths.ownData(),
    label: 'Info Usuario',
    text: 'Ver sus datos y cambiar su contraseña.',
  },
  { right: 'consult', href: paths.consultations(), label: 'Consultar', text: 'Abrir los módulos de consulta.' },
  {
    right: 'contracting',
    href: paths.contracting(),
    label: 'Entidad Contratante',
    text: 'Abrir los módulos de contratación que le han dado.',
  },
];

/**
 * Route of the first page after a sign-in, and of one of its lists alone, which only the administrator has (product 1).
 */
export const homeRoutes: Route[] = [
  get(paths.home(), 'own-data', async (c) => {
    const { actor, now } = c.var;
    const only = actor.administrator ? matterNamed(c.req.query('todas')) : null;
    if (!only) return homePage(c);
    const { attention } = await c.var.entity.home.find(only);
    const [list] = attentionLists(attention ?? {}, now, true);
    return show(c, <AttentionPage frame={frame(c, titles[only], 'inicio')} list={list} />);
  }),
];

/** The first page, with the answer to an offer of the administration if that was refused (product 9.3). */
export async function homePage(c: EntityContext, answer: FormState = emptyForm): Promise<Response> {
  const { actor, now, app } = c.var;
  const { own, attention } = await c.var.entity.home.find();
  const locked = own.recoveryLocked && actor.administrator;
  const warnings = [delegationWarning(own.until, civilDate(now)), locked && recoveryLocked(app.support)];
  const page = (
    <HomePage
      frame={frame(c, 'Inicio', 'inicio')}
      answer={answer}
      greeting={`${greeting(now)}, ${shortName(own)}.`}
      warnings={warnings.filter((warning) => typeof warning === 'string')}
      offer={own.offer && offerProps(own.offer, actor.entityName, civilDate(now))}
      tasks={tasks.filter(({ right }) => can(actor, right))}
      attention={attention && attentionLists(attention, now, false)}
    />
  );
  return showForm(c, page, answer);
}

// As a delegate, the administrator of today has access within the dates alone (product 6).
function offerProps({ from, until, expiresAt, ...offer }: OwnOffer, entityName: string, today: CivilDate) {
  const hindrances = delegationHindrances({ from, until }, today);
  const formerAccess = hindrances.length > 0 ? `no podrá ingresar, porque ${reasonsText(hindrances)}` : null;
  return { ...offer, entityName, until: dateTimeText(expiresAt), formerAccess };
}

function delegationWarning(until: CivilDate | null, today: CivilDate): string | null {
  if (until !== null && until < today) {
    return `Su delegación terminó el ${until}. Actualice su fecha «Hasta» en Contactos.`;
  }
  return endsSoon({ until }, today)
    ? `Su delegación termina el ${until}. Si va a continuar, pida que la prorroguen antes de esa fecha.`
    : null;
}

// No secret (S5): the history says so to whoever has the administrator's session.
function recoveryLocked(support: string): string {
  return `La recuperación de su contraseña está bloqueada, porque se reportó un cambio no reconocido de sus datos. Su contraseña sigue sirviendo; si la olvida, no podrá recuperarla. Pida que la desbloqueen. ${support}`;
}
