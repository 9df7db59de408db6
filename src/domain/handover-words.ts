import { limitInForce, limitText } from './budget.ts';
import { addDays, type CivilDate } from './civil-date.ts';
import type { HandoverPlan } from './handover-plan.ts';
import type { NewReceiver, Receiver } from './handover-receivers.ts';
import { fullName } from './person-name.ts';

/** What a handover will do to one person or user, as a label and sentences. */
export type PlannedChange = { label: string; text: string };

/** Says what a handover will do, before it is done (product 9.2). */
export function planInWords(plan: HandoverPlan, today: CivilDate): PlannedChange[] {
  const { outgoing, successor, receivers } = plan;
  return [
    { label: `Sale: ${fullName(outgoing.contact)}`, text: leavingText(plan, today) },
    { label: `Entra: ${fullName(successor.contact)}`, text: enteringText(plan, today) },
    ...betweenThem(plan),
    ...receivers.map((receiver) => ({ label: `Usuario ${receiver.name}`, text: receivingText(receiver) })),
    ...(receivers.length === 0 ? [{ label: 'Usuarios', text: 'No se copia nada: quedan como están.' }] : []),
  ];
}

/** The sentence on a handover that was made, with what the users that it added still lack. */
export function madeSentence(id: number, added: string[]): string {
  const made = `Datos Actualizados. El relevo consta en el acta No. ${id}.`;
  if (added.length === 0) return made;
  const who = added.length === 1 ? `al usuario ${added[0]}` : `a los usuarios ${added.join(', ')}`;
  return `${made} Falta activar ${who} y resetear su contraseña.`;
}

function leavingText({ lastDay, outgoing }: HandoverPlan, today: CivilDate): string {
  const { contact, users } = outgoing;
  const days =
    contact.until === lastDay
      ? `«Hasta» sigue siendo ${lastDay}.`
      : `Hasta: ${contact.until ?? 'sin fecha'} → ${lastDay}.`;
  if (users.length === 0) return `${days} No tiene usuarios.`;
  const whose = users.length === 1 ? 'Su usuario' : 'Sus usuarios';
  const [have, lose] = users.length === 1 ? ['tiene', 'pierde'] : ['tienen', 'pierden'];
  if (!contact.active) return `${days} El contacto está INACTIVO: ${whose.toLowerCase()} no ${have} acceso.`;
  if (lastDay >= today) return `${days} ${whose} ${have} acceso hasta ese día, inclusive.`;
  return `${days} ${whose} ${lose} el acceso en el acto, y sus sesiones abiertas se cierran.`;
}

function enteringText({ firstDay, successor }: HandoverPlan, today: CivilDate): string {
  const { contact, edit } = successor;
  const { from } = edit.value;
  const days = contact.from === from ? `«Desde» sigue siendo ${from}.` : `Desde: ${contact.from} → ${from}.`;
  const first = firstDay === from ? '' : ` Releva desde el ${firstDay}.`;
  const access = from > today ? ' Sus usuarios tienen acceso a partir de ese día.' : '';
  const until = contact.until === null ? '' : ` Su delegación termina el ${contact.until}.`;
  return `${days}${first}${access}${until}`;
}

function betweenThem({ lastDay, firstDay, successor }: HandoverPlan): PlannedChange[] {
  if (firstDay <= lastDay) {
    return [{ label: 'Trabajarán juntos', text: `Del ${firstDay} al ${lastDay}.` }];
  }
  const { from } = successor.edit.value;
  const next = addDays(lastDay, 1);
  if (from <= next) return [];
  const until = addDays(from, -1);
  const text = until === next ? `El ${next} ninguno de los dos` : `Del ${next} al ${until} ninguno de los dos`;
  return [{ label: 'Entre ambos', text: `${text} está delegado.` }];
}

function receivingText(receiver: Receiver): string {
  const { known, sources, added, expired, budget } = receiver;
  const whom = sources.join(' y ');
  return [
    ...(known ? (known.user.active ? [] : ['Sigue INACTIVO.']) : ['Se crea desactivado y sin contraseña.']),
    added.length > 0 ? `Recibe de ${whom}: ${namesOf(added)}.` : `No recibe ningún menú de ${whom}.`,
    ...(expired.length > 0 ? [`No se copia lo que ya no está vigente: ${namesOf(expired)}.`] : []),
    ...(budget ? [budgetText(receiver, budget.value)] : []),
  ].join(' ');
}

function budgetText({ known }: Receiver, copied: NonNullable<NewReceiver['budget']>['value']): string {
  const [before, after] = [known?.budget ?? null, copied].map((budget) => limitText(limitInForce(budget)));
  return before === after ? `Límite: ${after}.` : `Límite: ${before} → ${after}.`;
}

function namesOf(menus: { name: string }[]): string {
  return menus.map(({ name }) => name).join(', ');
}
