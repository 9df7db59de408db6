import * as z from 'zod';
import { BulkChangeMadePage, BulkChangePage, foreseeing, questionLabels } from '../../views/bulk-change.tsx';
import type { Choice as Entry } from '../../views/kit/choices.ts';
import { type FormState, withErrors } from '../../views/kit/form-state.ts';
import { NoticePage } from '../../views/kit/notices.tsx';
import { paths } from '../../views/kit/paths.ts';
import type { BulkVerbs, Chosen } from '../data/entity/bulk-changes.ts';
import {
  actionChoices,
  type BulkAction,
  type BulkLine,
  type BulkQuestion,
  mailNote,
  mostChosen,
} from '../domain/bulk-change.ts';
import { contactActions } from '../domain/bulk-change-contacts.ts';
import { userActions } from '../domain/bulk-change-users.ts';
import { choiceField, dateField } from '../domain/fields.ts';
import { choiceOf } from '../domain/list-filters.ts';
import { FORM } from '../domain/outcome.ts';
import { isOptional } from '../domain/profile.ts';
import { templateGone, templateMark } from '../domain/template.ts';
import { type EntityContext, get, post, type Route } from '../web/env.ts';
import { addingForm, openForm, pressedAction, readForm, unknownAction } from '../web/forms/form.ts';
import { frame } from '../web/frame.ts';
import { listBehind, withListBehind } from '../web/list-behind.ts';
import { listingOf } from '../web/listing.ts';
import { lists } from '../web/lists.ts';
import { recordId, recordNumber } from '../web/record-id.ts';
import { done, show, showForm, turnedAway } from '../web/respond.ts';

/** A list whose rows can be chosen, with what can be done to them. */
type BulkList<Action extends string> = {
  actions: Record<
    Action,
    Pick<BulkAction<never, unknown>, 'label' | 'title' | 'asks' | 'means' | 'taking' | 'beyondLimit'>
  >;
  noun: readonly [string, string];
  list: () => string;
  page: () => string;
  made: (id: number | ':id') => string;
  verbs: (c: EntityContext) => BulkVerbs<Action>;
  /** Reads the numbers of the rows on the page of the list that can be chosen. */
  rowsOf: (c: EntityContext, query: URLSearchParams) => Promise<number[]>;
};

/** Routes of what is done with the chosen rows of a list at once, after a page that says so (product 8.3). */
export const bulkChangeRoutes: Route[] = [
  ...routesOf({
    actions: userActions,
    noun: ['usuario', 'usuarios'],
    list: () => paths.users(),
    page: paths.chosenUsers,
    made: paths.changedUsers,
    verbs: (c) => c.var.entity.bulkChanges.users,
    rowsOf: async (c, query) => {
      const { rows } = await c.var.entity.users.page(listingOf(query, lists(c).users));
      return rows.filter(({ administrator }) => !administrator).map(({ id }) => id);
    },
  }),
  ...routesOf({
    actions: contactActions,
    noun: ['contacto', 'contactos'],
    list: () => paths.contacts(),
    page: paths.chosenContacts,
    made: paths.changedContacts,
    verbs: (c) => c.var.entity.bulkChanges.contacts,
    rowsOf: async (c, query) => {
      const { rows } = await c.var.entity.contacts.page(listingOf(query, lists(c).contacts));
      return rows.map(({ id }) => id);
    },
  }),
];

function routesOf<Action extends string>(list: BulkList<Action>): Route[] {
  return [
    get(list.page(), 'administration', async (c) => {
      const kept = c.var.kept?.form;
      const query = new URL(c.req.url).searchParams;
      const choice = readChoice(list, kept ?? query, kept ? readMarked(kept) : await readTicks(c, list, query));
      if ('fault' in choice) return faultPage(c, list, choice.fault);
      return reviewPage(c, list, choice, openForm(c, definitionOf(list.actions[choice.action])));
    }),

    post(list.page(), 'administration', async (c) => {
      const choice = readChoice(list, c.var.form, readMarked(c.var.form));
      if ('fault' in choice) return faultPage(c, list, choice.fault);
      const { action, chosen } = choice;
      const definition = definitionOf(list.actions[action]);
      const schema = schemaOf(list.actions[action], await entriesOf(c, list.actions[action]));
      const { form, creationKey, ...reading } = readForm(c, definition, schema);
      if (!reading.ok) return reviewPage(c, list, choice, form);
      const value = reading.value.answer;
      const pressed = pressedAction(c);
      if (pressed === foreseeing) return reviewPage(c, list, choice, form, value);
      if (pressed !== '') return reviewPage(c, list, choice, withErrors(form, { [FORM]: unknownAction }), value);
      const answer = await list.verbs(c).make(action, { chosen, value, creationKey });
      if (!answer) return faultPage(c, list, notOfEntity);
      if (answer.kind === 'reused') {
        const anew = openForm(c, definition, { values: form.values });
        return reviewPage(c, list, choice, withErrors(anew, { [FORM]: usedForm }));
      }
      const result = withListBehind(c, list.made(answer.id));
      if (answer.people === 0) return turnedAway(c, result, 'No se cambió nada: todos quedaron fuera.');
      return done(c, result, 'Datos Actualizados');
    }),

    get(list.made(':id'), 'administration', async (c) => {
      const { action, lines } = await list.verbs(c).find(recordId(c));
      const page = (
        <BulkChangeMadePage
          frame={frame(c, `${list.actions[action].title}: resultado`, 'elegidos')}
          list={{ address: list.list(), noun: list.noun }}
          lines={lines}
        />
      );
      return show(c, page);
    }),
  ];
}

const nobody =
  'No se hizo nada: no eligió a nadie. Marque las filas de la lista, elija qué hacer en «Con los elegidos» y presione «Continuar».';
const tooMany = `No se hizo nada: eligió más de ${mostChosen} filas. Elija hasta ${mostChosen} a la vez.`;
const noAction = 'No se hizo nada: elija en «Con los elegidos» qué hacer, y presione «Continuar».';
const notOfEntity =
  'No se hizo nada: alguno de los elegidos no está en la lista de su entidad. Vuelva a la lista y elija de nuevo.';
const usedForm =
  'Con este formulario ya se hizo otro cambio, que sigue como estaba. Revise lo que va a pasar y, si todavía lo quiere, presione «Confirmar» otra vez.';

type Choice<Action> = { action: Action; chosen: Chosen[] };

/** Reads what a form asks to be done to the chosen; null among them stands for a number that no record has. */
function readChoice<Action extends string>(
  { actions }: BulkList<Action>,
  form: URLSearchParams,
  chosen: (Chosen | null)[],
): Choice<Action> | { fault: string } {
  const action = choiceOf(actionChoices(actions), form.getAll('con').join(' '));
  if (chosen.length === 0) return { fault: nobody };
  if (action === '') return { fault: noAction };
  const once = [...new Map(chosen.map((one) => [one?.id, one])).values()];
  if (once.length > mostChosen) return { fault: tooMany };
  const known = once.filter((one) => one !== null);
  return known.length < once.length ? { fault: notOfEntity } : { action: action as Action, chosen: known };
}

// The box in the head stands for the rows of the page, as far as it was sent: the script ticks the rows instead.
async function readTicks<Action extends string>(c: EntityContext, list: BulkList<Action>, query: URLSearchParams) {
  const ticked = query.getAll('elegido').map(recordNumber);
  const all = query.has('todos') ? await list.rowsOf(c, new URLSearchParams(listBehind(c))) : [];
  return [...all, ...ticked].map((id) => (id === null ? null : { id, mark: '' }));
}

function readMarked(form: URLSearchParams): (Chosen | null)[] {
  const sent = form.getAll('chosen').join(' ');
  return sent === '' ? [] : sent.split(',').map(readOne);
}

function readOne(text: string): Chosen | null {
  const [number, mark = ''] = text.split('.', 2);
  const id = recordNumber(number);
  return id === null || !/^[\w-]{8}$/.test(mark) ? null : { id, mark };
}

type Asking = { asks?: BulkQuestion };

function definitionOf({ asks }: Asking) {
  if (asks === undefined) return addingForm({});
  const name = asks === 'menu' ? 'menuCode' : asks;
  return addingForm({ [name]: { label: questionLabels[name] } });
}

function schemaOf({ asks }: Asking, entries: Entry[]): z.ZodType<{ answer: string | null }> {
  const values = entries.map(({ value }) => value);
  switch (asks) {
    case 'menu':
      return z
        .object({ menuCode: choiceField(questionLabels.menuCode, values) })
        .transform(({ menuCode }) => ({ answer: menuCode }));
    case 'until':
      return z.object({ until: dateField(questionLabels.until) }).transform(({ until }) => ({ answer: until }));
    case 'template':
      return z.object({ template: markField(values) }).transform(({ template }) => ({ answer: template }));
    default:
      return z.object({}).transform(() => ({ answer: null }));
  }
}

function markField(choices: string[]) {
  const known = z.string().refine((mark) => mark === '' || choices.includes(mark), templateGone);
  return known.refine((mark) => mark !== '', `${questionLabels.template}: elija uno de la lista.`);
}

// What the answer to a question is chosen from; a template by its mark, so that one changed meanwhile isn't applied (D3).
async function entriesOf(c: EntityContext, { asks }: Asking): Promise<Entry[]> {
  if (asks === 'menu') {
    return c.var.app.catalogs.menus.filter(isOptional).map(({ code, name }) => ({ value: code, text: name }));
  }
  const templates = asks === 'template' ? await c.var.entity.templates.all() : [];
  return templates.map((template) => ({ value: templateMark(template), text: template.name }));
}

async function reviewPage<Action extends string>(
  c: EntityContext,
  list: BulkList<Action>,
  { action, chosen }: Choice<Action>,
  form: FormState,
  value: string | null = null,
): Promise<Response> {
  const { title, asks, means, taking = false, ...rest } = list.actions[action];
  const ids = chosen.map(({ id }) => id);
  const lines = await list.verbs(c).review(action, ids, value);
  if (!lines) return faultPage(c, list, notOfEntity);
  const marked = lines.map(({ id, mark }) => `${id}.${mark}`).join(',');
  const shown = { ...form, carried: { ...form.carried, con: action, chosen: marked } };
  const page = (
    <BulkChangePage
      frame={frame(c, title, 'elegidos')}
      form={shown}
      action={list.page()}
      list={{ address: list.list(), noun: list.noun }}
      lines={lines}
      asks={asks}
      taking={taking}
      notes={[means, mailNote(rest, countOf(lines))].flatMap((note) => note ?? [])}
      choices={await entriesOf(c, { asks })}
    />
  );
  return showForm(c, page, shown);
}

function countOf(lines: BulkLine[]): number {
  return lines.filter(({ done: changes }) => changes).length;
}

function faultPage<Action extends string>(c: EntityContext, { list }: BulkList<Action>, sentence: string): Response {
  const back = { href: list() + listBehind(c), label: 'Regresar' };
  return show(
    c,
    <NoticePage frame={frame(c, 'Con los elegidos', 'elegidos')} sentence={sentence} back={back} failed />,
    422,
  );
}
