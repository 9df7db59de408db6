import { HomePage } from '../../views/home.tsx';
import { AttentionPage } from '../../views/home-attention.tsx';
import { paths } from '../../views/kit/paths.ts';
import { can, type Right } from '../domain/actor.ts';
import { type CivilDate, civilDate, greeting } from '../domain/civil-date.ts';
import { endsSoon } from '../domain/delegation.ts';
import { shortName } from '../domain/person-name.ts';
import { get, type Route } from '../web/env.ts';
import { frame } from '../web/frame.ts';
import { show } from '../web/respond.ts';
import { attentionLists, matterNamed, titles } from './home-attention.ts';

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

/** Route of the first page after a sign-in, and of one of its lists alone, which only the administrator has (product 1). */
export const homeRoutes: Route[] = [
  get(paths.home(), 'own-data', async (c) => {
    const { actor, now, app } = c.var;
    const only = actor.administrator ? matterNamed(c.req.query('todas')) : null;
    const { own, attention } = await c.var.entity.home.find(only);
    const lists = attention && attentionLists(attention, now, only !== null);
    if (only) return show(c, <AttentionPage frame={frame(c, titles[only], 'inicio')} list={lists?.[0]} />);
    const warnings = [delegationWarning(own.until, civilDate(now)), own.recoveryLocked && recoveryLocked(app.support)];
    const page = (
      <HomePage
        frame={frame(c, 'Inicio', 'inicio')}
        greeting={`${greeting(now)}, ${shortName(own)}.`}
        warnings={warnings.filter((warning) => typeof warning === 'string')}
        tasks={tasks.filter(({ right }) => can(actor, right))}
        attention={lists}
      />
    );
    return show(c, page);
  }),
];

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
