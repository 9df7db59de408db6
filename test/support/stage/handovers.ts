import type { FieldValue } from '../browser/field.ts';
import type { Page } from '../browser/page.ts';
import type { Visitor } from '../browser/visitor.ts';
import { arriving } from './administration.ts';
import { addContact, type CastEntity, type CastUser, newcomer, scopeOf } from './cast.ts';
import type { Stage } from './stage.ts';

/** The address of the form with which a person hands over. */
export function handoverOf({ contactId }: Pick<CastUser, 'contactId'>): string {
  return `/administracion/contactos/${contactId}/relevo`;
}

/** Signs the administrator of Quito in at the form with which a person hands over. */
export function relieving(stage: Stage, person: Pick<CastUser, 'contactId'>, query = ''): Promise<Visitor> {
  return arriving(stage, stage.quito.administrator, `${handoverOf(person)}${query}`);
}

/** The days of a handover from the stage's week to the next. */
export const days = { 'Último día de quien sale': '2022-04-10', 'Primer día de quien entra': '2022-04-11' };

/** Fills in the open form and answers the second question, if it asks one; gives the page of the review. */
export async function review(
  visitor: Visitor,
  values: Record<string, FieldValue>,
  second: Record<string, FieldValue> | null = null,
): Promise<Page> {
  const page = await visitor.fill({ ...days, ...values }).press('Revisar');
  return second ? visitor.fill(second).press('Revisar') : page;
}

/** Reads what a page says under the labels of its facts. */
export function factsOn({ html }: Page): Record<string, string> {
  const plain = (one: string) => one.replace(/<[^>]*>/g, '');
  return Object.fromEntries(
    [...html.matchAll(/<dt>(.*?)<\/dt><dd>(.*?)<\/dd>/g)].map(([, name = '', said = '']) => [plain(name), plain(said)]),
  );
}

/** Makes a handover between two new contacts of an entity, without users; gives the number of its act. */
export async function addHandover({ database, clock }: Stage, entity: CastEntity): Promise<number> {
  const scope = scopeOf(database, entity, clock.now);
  const [outgoing, successorId] = [
    await addContact(scope, newcomer('Saliente', 'Sara')),
    await addContact(scope, newcomer('Entrante', 'Enzo')),
  ];
  const request = { successorId, lastDay: '2022-04-10', firstDay: '2022-04-11', together: false, copies: [] };
  const said = await scope.handovers.review(outgoing, request);
  if (said.kind === 'refused') throw new Error(JSON.stringify(said));
  const made = await scope.handovers.make(outgoing, request, { asked: '', mark: said.mark, creationKey: 'cast' });
  if (made.kind !== 'changed') throw new Error(JSON.stringify(made));
  return made.id;
}

/** Adds a contact of Quito who may relieve somebody; gives the number and the name. */
export async function successorOf(
  stage: Stage,
  more: Parameters<typeof newcomer>[2] & object = {},
): Promise<{ contactId: number; name: string }> {
  const data = newcomer(more.paternalSurname ?? 'Relevo', more.firstName ?? 'Rita', more);
  const contactId = await addContact(scopeOf(stage.database, stage.quito, stage.clock.now), data);
  return { contactId, name: `${data.paternalSurname} ${data.firstName}` };
}
