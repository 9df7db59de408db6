import { limitInForce, limitText } from './budget.ts';
import { addDays, type CivilDate } from './civil-date.ts';
import { delegationState } from './delegation.ts';
import type { HandoverPlan, PlannedParty } from './handover-plan.ts';
import type { HeldUser, NewReceiver, Receiver } from './handover-receivers.ts';
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
  const { until } = outgoing.contact;
  const days = until === lastDay ? `«Hasta» sigue siendo ${lastDay}.` : `Hasta: ${until ?? 'sin fecha'} → ${lastDay}.`;
  return `${days} ${leavingAccess(outgoing, lastDay, today)}`;
}

function leavingAccess({ contact, users }: PlannedParty, lastDay: CivilDate, today: CivilDate): string {
  if (users.length === 0) return 'No tiene usuarios.';
  const access = accessWords(users);
  if (!access) return 'No tiene usuarios activos.';
  const { whose, have, losing, regaining } = access;
  if (!contact.active) return `El contacto está INACTIVO: ${whose.toLowerCase()} no ${have} acceso.`;
  const before = delegationState(contact, today);
  const after = delegationState({ ...contact, until: lastDay }, today);
  if (after === 'ended' && before === 'ended') return `${whose} ya no ${have} acceso.`;
  if (after === 'ended') return `${whose} ${losing} el acceso en el acto, y sus sesiones abiertas se cierran.`;
  if (after === 'pending') return `${whose} ${have} acceso desde el ${contact.from} hasta ese día, inclusive.`;
  return before === 'ended'
    ? `${whose} ${regaining} a tener acceso, hasta ese día, inclusive.`
    : `${whose} ${have} acceso hasta ese día, inclusive.`;
}

function enteringText({ firstDay, successor }: HandoverPlan, today: CivilDate): string {
  const { contact, edit } = successor;
  const { from, until } = edit.value;
  return [
    contact.from === from ? `«Desde» sigue siendo ${from}.` : `Desde: ${contact.from} → ${from}.`,
    ...(firstDay === from ? [] : [`Releva desde el ${firstDay}.`]),
    ...gainedAccess(successor, today),
    ...(until === null ? [] : [endText(until, today)]),
  ].join(' ');
}

// Says from when on users have access who have none today.
function gainedAccess({ contact, edit, users }: PlannedParty, today: CivilDate): string[] {
  const access = accessWords(users);
  if (!access || delegationState(contact, today) !== 'pending') return [];
  const { from } = edit.value;
  return [`${access.whose} ${access.have} acceso desde ${from > today ? `el ${from}` : 'hoy'}.`];
}

function endText(until: CivilDate, today: CivilDate): string {
  return until < today
    ? `Su delegación terminó el ${until}, así que no tiene acceso.`
    : `Su delegación termina el ${until}.`;
}

// The words on the access of the active users, in their number; null for none.
function accessWords(users: HeldUser[]) {
  const active = users.filter(({ user }) => user.active);
  if (active.length === 0) return null;
  return active.length === 1
    ? { whose: 'Su usuario', have: 'tiene', losing: 'pierde', regaining: 'vuelve' }
    : { whose: 'Sus usuarios', have: 'tienen', losing: 'pierden', regaining: 'vuelven' };
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
  const received = added.length > 0 ? `Recibe de ${whom}: ${namesOf(added)}.` : `No recibe ningún menú de ${whom}.`;
  return [
    ...(known ? (known.user.active ? [] : ['Sigue INACTIVO.']) : ['Se crea desactivado y sin contraseña.']),
    sources.length > 0 ? received : 'Solo tiene los menús obligatorios.',
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
