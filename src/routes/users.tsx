import { type FormState, withErrors } from '../../views/kit/form-state.ts';
import { paths } from '../../views/kit/paths.ts';
import { UserFormPage } from '../../views/user-form.tsx';
import { UsersPage } from '../../views/users.tsx';
import { userSorts } from '../domain/listing.ts';
import { userForm, userLabels } from '../domain/user.ts';
import { type EntityContext, get, post, type Route } from '../web/env.ts';
import { addingForm, openForm, readForm } from '../web/forms/form.ts';
import { frame } from '../web/frame.ts';
import { listingQuery, listingView, readListing, rowAddress } from '../web/listing.ts';
import { done, show, showForm } from '../web/respond.ts';
import { userRowProps } from './user-row.ts';

/** Routes of the list of users, and for adding a user (product 3). */
export const userRoutes: Route[] = [
  get(paths.users(), 'administration', async (c) => {
    const listing = readListing(c, userSorts);
    const page = await c.var.entity.users.page(listing);
    const list = listingView(listing, page, { sorts: userSorts, address: paths.users });
    const pageFrame = frame(c, 'Usuarios', 'usuarios');
    const query = listingQuery({ ...listing, page: page.page, holding: null }, userSorts);
    const token = pageFrame.bare ? null : pageFrame.token;
    const rows = page.rows.map((line, index) => userRowProps(line, list.first + index, token, query));
    return show(c, <UsersPage frame={pageFrame} list={list} rows={rows} />);
  }),

  get(paths.newUser(), 'administration', (c) => newUserPage(c, openForm(c, newUser))),

  post(paths.newUser(), 'administration', async (c) => {
    const reading = readForm(c, newUser, userForm);
    if (!reading.ok) return newUserPage(c, reading.form);
    const outcome = await c.var.entity.users.add(reading.value, reading.creationKey);
    if (outcome.kind === 'refused') return newUserPage(c, withErrors(reading.form, outcome.errors));
    return done(c, rowAddress(paths.users, 'u', outcome.id), 'Datos Actualizados');
  }),
];

const newUser = addingForm({
  name: { label: userLabels.name },
  contactId: { label: userLabels.contactId },
  password: { label: userLabels.password },
  passwordAgain: { label: userLabels.passwordAgain },
});

async function newUserPage(c: EntityContext, form: FormState): Promise<Response> {
  const candidates = await c.var.entity.users.candidates();
  const page = <UserFormPage frame={frame(c, 'Agregar Usuario', 'usuario')} form={form} candidates={candidates} />;
  return showForm(c, page, form);
}
