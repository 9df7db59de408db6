import { paths } from '../../views/kit/paths.ts';
import { UserFormPage } from '../../views/user-form.tsx';
import { UsersPage } from '../../views/users.tsx';
import { userSorts } from '../domain/listing.ts';
import { addUser, userForm, userLabels } from '../domain/user.ts';
import { type EntityContext, get, post, type Route } from '../web/env.ts';
import { creationKeyOf } from '../web/forms/creation-key.ts';
import { type FormState, firstForm, readForm } from '../web/forms/form.ts';
import { frame } from '../web/frame.ts';
import { listingQuery, listingView, readListing } from '../web/listing.ts';
import { show } from '../web/respond.ts';
import { backToRow, userRowProps } from './user-row.ts';

/** The entity's users, and adding one (spec 3). */
export const userRoutes: Route[] = [
  get(paths.users(), 'administration', async (c) => {
    const listing = readListing(c, userSorts);
    const page = await c.var.entity.users.page(listing);
    const list = listingView(listing, page, { sorts: userSorts, address: paths.users });
    const surroundings = frame(c, 'Usuarios', 'usuarios');
    const query = listingQuery({ ...listing, page: page.page }, userSorts);
    const token = surroundings.bare ? null : surroundings.token;
    const rows = page.rows.map((line, index) => userRowProps(line, list.first + index, token, query));
    return show(c, <UsersPage frame={surroundings} list={list} rows={rows} />);
  }),

  get(paths.newUser(), 'administration', (c) => newUserPage(c, firstForm(c.var.kept, {}), creationKeyOf(c.var.kept))),

  post(paths.newUser(), 'administration', async (c) => {
    const creationKey = creationKeyOf(c.var.form);
    const form = readForm(c.var.form, fields, userForm);
    if (!form.ok) return newUserPage(c, form, creationKey);
    const outcome = await c.var.entity.users.add(form.value, creationKey, (facts) => addUser(form.value, facts));
    if (outcome.kind === 'refused') return newUserPage(c, { ...form, ...outcome }, creationKey);
    return backToRow(c, outcome.value);
  }),
];

const fields = {
  name: { label: userLabels.name },
  contactId: { label: userLabels.contactId },
  password: { label: userLabels.password },
  passwordAgain: { label: userLabels.passwordAgain },
};

async function newUserPage(c: EntityContext, form: FormState, creationKey: string): Promise<Response> {
  const candidates = await c.var.entity.users.candidates();
  const page = (
    <UserFormPage
      frame={frame(c, 'Agregar Usuario', 'usuario')}
      form={form}
      creationKey={creationKey}
      candidates={candidates}
    />
  );
  return show(c, page, Object.keys(form.errors).length > 0 ? 422 : 200);
}
