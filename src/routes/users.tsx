import { type FormState, isRefused, withErrors, withErrorsOf } from '../../views/kit/form-state.ts';
import { withFirstLines } from '../../views/kit/next-step.tsx';
import { paths } from '../../views/kit/paths.ts';
import { SwappedContactChoice, UserFormPage } from '../../views/user-form.tsx';
import { UsersPage } from '../../views/users.tsx';
import { userSorts } from '../domain/listing.ts';
import { FORM } from '../domain/outcome.ts';
import { type User, type UserData, userForm, userLabels } from '../domain/user.ts';
import { type EntityContext, get, post, type Route } from '../web/env.ts';
import { addingForm, isSearch, openForm, pressedAction, readForm, unknownAction } from '../web/forms/form.ts';
import { frame } from '../web/frame.ts';
import { forAnother, isForAnother } from '../web/list-behind.ts';
import { listingQuery, listingView, readListing, rowAddress, searchText } from '../web/listing.ts';
import { lists } from '../web/lists.ts';
import { recordNumber } from '../web/record-id.ts';
import { done, show, showForm, wantsFragment } from '../web/respond.ts';
import { userRowProps } from './user-row.ts';

/** Routes of the list of users, and for adding a user (product 3). */
export const userRoutes: Route[] = [
  get(paths.users(), 'administration', async (c) => {
    const kind = lists(c).users;
    const listing = readListing(c, kind);
    const page = await c.var.entity.users.page(listing);
    const list = listingView(listing, page, kind);
    const pageFrame = frame(c, 'Usuarios', 'usuarios');
    const query = listingQuery({ ...listing, page: page.page, holding: null }, userSorts);
    const token = pageFrame.bare ? null : pageFrame.token;
    // Hono makes an object of all variables at each reading of one, which took 50 µs in a row's place.
    const { now } = c.var;
    const rows = page.rows.map((line, index) => userRowProps(line, { number: list.first + index, token, query }, now));
    return show(c, <UsersPage frame={pageFrame} list={list} rows={rows} />);
  }),

  get(paths.newUser(), 'administration', (c) => {
    const search = searchText(c.req.query('buscar') ?? '');
    const contactId = c.req.query('contacto') ?? '';
    const form = openForm(c, newUser, { values: { search, contactId } });
    const searching = search !== '' && contactId === '' && !c.var.kept?.form;
    return newUserPage(c, form, { searching, again: isForAnother(c), ofChosen: search === '' && !c.var.kept?.form });
  }),

  post(paths.newUser(), 'administration', async (c) => {
    const reading = readForm(c, newUser, userForm);
    if (isSearch(c.var.form)) return newUserPage(c, withErrorsOf(reading.form, 'search'), { searching: true });
    if (!reading.ok) return newUserPage(c, reading.form);
    if (!additions.includes(pressedAction(c))) {
      return newUserPage(c, withErrors(reading.form, { [FORM]: unknownAction }));
    }
    const outcome = await c.var.entity.users.add(reading.value, reading.creationKey);
    if (outcome.kind === 'refused') return newUserPage(c, withErrors(reading.form, outcome.errors));
    if (outcome.kind === 'reused') return newUserPage(c, formForAnother(c, reading.form, outcome.record));
    return added(c, reading.value, outcome.id);
  }),
];

// The actions of the buttons that add; Guardar has none, and «intro» is Enter's where there is a search.
const additions = ['', 'intro', 'menus', 'otro'];

// The menus come next, then the activation (product 1).
function added(c: EntityContext, { name }: UserData, id: number): Response {
  const sentence = `Datos Actualizados. Se creó el usuario ${name}, que aún está desactivado.`;
  const action = pressedAction(c);
  if (action === 'menus') return done(c, paths.profile(id, withFirstLines), sentence);
  const to = action === 'otro' ? forAnother(c, paths.newUser) : rowAddress(paths.users, 'u', id);
  return done(c, to, sentence, { kind: 'asignar-menus', id });
}

const newUser = addingForm({
  name: { label: userLabels.name },
  // A small entity has no search.
  search: { label: userLabels.search, mayBeMissing: true },
  contactId: { label: userLabels.contactId },
  password: { label: userLabels.password },
  passwordAgain: { label: userLabels.passwordAgain },
});

// The form with a new creation key, because its own has added this user with other content (D3).
function formForAnother(c: EntityContext, { values }: FormState, { name, contactName }: User): FormState {
  return withErrors(openForm(c, newUser, { values }), {
    [FORM]: `Con este formulario ya se agregó el usuario ${name} de ${contactName}, que sigue como estaba. Abajo está lo que usted escribió después. Si quiere agregar otro usuario, revíselo, escriba de nuevo la contraseña y guarde. Si quería cambiar la contraseña de ${name}, elija «Resetear Contraseña» en su fila de la lista.`,
  });
}

// A refused form and one that was opened with a contact offer the chosen contact beside those found; a search replaces
// the choice.
async function newUserPage(
  c: EntityContext,
  form: FormState,
  { searching = false, again = false, ofChosen = false } = {},
): Promise<Response> {
  const typed = searchText(form.values.search ?? '');
  const chosen = searching ? null : recordNumber(form.values.contactId);
  const candidates = await c.var.entity.users.candidates({ search: typed, chosen, ofChosen });
  const { records, found, search } = candidates;
  const only = searching && found === 1 ? records[0] : undefined;
  const candidate = only ?? records.find(({ id }) => String(id) === form.values.contactId);
  const shown = { ...form, values: { ...form.values, search, contactId: String(candidate?.id ?? '') } };
  const choice = { form: shown, candidates, searching, again };
  if (wantsFragment(c)) return show(c, <SwappedContactChoice {...choice} />, isRefused(form) ? 422 : 200);
  return showForm(c, <UserFormPage frame={frame(c, 'Agregar Usuario', 'usuario')} {...choice} />, shown);
}
