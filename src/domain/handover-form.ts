import * as z from 'zod';
import type { CivilDate } from './civil-date.ts';
import { alsoWithOtherFaults, dateField, optionalChoiceField, recordField, textField } from './fields.ts';
import { isUserName, userNameRule } from './user.ts';

/** What a form asks for a handover of a delegation (product 9.2). */
export type HandoverRequest = {
  successorId: number;
  lastDay: CivilDate;
  firstDay: CivilDate;
  together: boolean;
  copies: Copy[];
};

/** What of one user of the outgoing person is copied, and to which user of the successor; null while none is named. */
export type Copy = { userId: number; menus: boolean; budget: boolean; target: CopyTarget | null };

/** A user of the successor, by its number, or one to be added, by its name. */
export type CopyTarget = { id: number } | { name: string };

/** The labels of the fields of "Relevar". */
export const handoverLabels = {
  search: 'Buscar contacto',
  successor: 'Quién releva',
  lastDay: 'Último día de quien sale',
  firstDay: 'Primer día de quien entra',
  together: 'Trabajarán juntos',
  menus: 'Copiar menús',
  budget: 'Copiar presupuesto',
  target: 'Usuario',
  newName: 'Usuario nuevo',
} as const;

/** The names of the fields about one user of the outgoing person, as the address of the form has them. */
export function copyFields(userId: number) {
  return {
    menus: `menus-${userId}`,
    budget: `presupuesto-${userId}`,
    target: `usuario-${userId}`,
    newName: `nuevo-${userId}`,
  } as const;
}

/** The choice of "Usuario" that stands for one to be added. */
export const addingUser = 'nuevo';

/** The label of the field for the name of a new user, which is alone where the successor has no user to choose. */
export function newNameLabel(choosing: boolean): string {
  return choosing ? handoverLabels.newName : handoverLabels.target;
}

type Asked = {
  /** The numbers of the outgoing person's users. */
  users: number[];
  /** The numbers of the successor's users, from which the form lets choose; null while it doesn't ask. */
  offered: number[] | null;
};

/** Makes the schema that reads the form as a HandoverRequest; each fault is a sentence with its remedy. */
export function handoverForm({ users, offered }: Asked) {
  const whole = z.object({
    contacto: recordField(`${handoverLabels.successor}: elija un contacto de la lista.`),
    ultimo: dateField(handoverLabels.lastDay),
    primero: dateField(handoverLabels.firstDay),
    juntos: tickField(handoverLabels.together),
    ...(Object.fromEntries(users.flatMap((id) => fieldsOf(id, offered))) as Record<never, never>),
  });
  return users
    .flatMap((id) => targetRules(id, offered))
    .reduce(
      (schema, { field, error, holds }) => schema.refine(holds, { path: [field], error, when: alsoWithOtherFaults }),
      whole,
    )
    .transform(
      ({ contacto, ultimo, primero, juntos, ...rest }): HandoverRequest => ({
        successorId: contacto,
        lastDay: ultimo,
        firstDay: primero,
        together: juntos,
        copies: users.map((id) => copyOf(id, rest)),
      }),
    );
}

/** True while the form has to ask to which users of the successor something is copied. */
export function lacksTargets({ copies }: HandoverRequest): boolean {
  return copies.some((copy) => isCopying(copy) && copy.target === null);
}

/** True if anything of a user is copied. */
export function isCopying({ menus, budget }: Pick<Copy, 'menus' | 'budget'>): boolean {
  return menus || budget;
}

function tickField(label: string) {
  return optionalChoiceField(label, [label]).transform((text) => text !== null);
}

function fieldsOf(userId: number, offered: number[] | null): [string, z.ZodType][] {
  const names = copyFields(userId);
  const choices = [...(offered ?? []).map(String), addingUser];
  const label = newNameLabel((offered ?? []).length > 0);
  return [
    [names.menus, tickField(handoverLabels.menus).optional()],
    [names.budget, tickField(handoverLabels.budget).optional()],
    [names.target, optionalChoiceField(handoverLabels.target, choices).optional()],
    [
      names.newName,
      textField.refine((name) => name === '' || isUserName(name), `${label}: ${userNameRule}`).optional(),
    ],
  ];
}

type Rule = { field: string; error: string; holds: (values: object) => boolean };

function targetRules(userId: number, offered: number[] | null): Rule[] {
  if (offered === null) return [];
  const { target, newName } = copyFields(userId);
  const rule = (field: string, error: string, holds: (typed: Typed) => boolean): Rule => ({
    field,
    error,
    holds: (values) => holds(typedTarget(userId, values)),
  });
  if (offered.length === 0) {
    return [rule(newName, `${handoverLabels.target}: ${userNameRule}`, ({ copied, name }) => !copied || name !== '')];
  }
  return [
    rule(
      target,
      `${handoverLabels.target}: elija uno de la lista.`,
      ({ copied, chosen, name }) => !copied || chosen !== '' || name !== '',
    ),
    rule(
      newName,
      `${handoverLabels.newName}: ${userNameRule}`,
      ({ chosen, name }) => chosen !== addingUser || name !== '',
    ),
    rule(
      newName,
      `${handoverLabels.newName}: déjelo vacío, o elija «Crear un usuario nuevo» en «${handoverLabels.target}».`,
      ({ chosen, name }) => chosen === '' || chosen === addingUser || name === '',
    ),
  ];
}

type Typed = { copied: boolean; chosen: string; name: string };

function typedTarget(userId: number, values: object): Typed {
  const read = values as Record<string, unknown>;
  const names = copyFields(userId);
  const isTicked = (field: string) => read[field] === true || (typeof read[field] === 'string' && read[field] !== '');
  return {
    copied: isTicked(names.menus) || isTicked(names.budget),
    chosen: String(read[names.target] ?? ''),
    name: String(read[names.newName] ?? '').trim(),
  };
}

function copyOf(userId: number, values: object): Copy {
  const read = values as Record<string, unknown>;
  const names = copyFields(userId);
  const { chosen, name } = typedTarget(userId, values);
  const target = chosen !== '' && chosen !== addingUser ? { id: Number(chosen) } : name !== '' ? { name } : null;
  return { userId, menus: read[names.menus] === true, budget: read[names.budget] === true, target };
}
