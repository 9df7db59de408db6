import { useContext } from 'hono/jsx';
import { lineField, lineLabel } from '../src/domain/profile.ts';
import { Bare, Behind, DefaultButton, ErrorSummary, FormToolbar, PostForm } from './kit/controls.tsx';
import { SelectField } from './kit/fields.tsx';
import { type FormState, isRefused } from './kit/form-state.ts';
import { type Frame, Layout } from './kit/layout.tsx';
import { Message } from './kit/notices.tsx';
import { paths } from './kit/paths.ts';

/** The form of a profile as finished values. */
export type ProfileProps = {
  user: { id: number; name: string };
  token: string;
  /** The menu chosen in each line; carried is the set as first read, so that no later change is overwritten (D3). */
  form: FormState;
  /** The menus of everybody, which are shown and sent, but can't be removed. */
  required: { code: string; name: string }[];
  /** The choices of each line. */
  choices: { value: string; text: string }[][];
  /** The number of the line that gets the focus, or 'more' for the button that adds a line. */
  focus: number | 'more' | null;
};

/** "Agregar Perfil": the menus of one user (product 3.1). */
export function ProfilePage({ frame, profile }: { frame: Frame; profile: ProfileProps }) {
  return (
    <Layout frame={frame} failed={isRefused(profile.form)} typed>
      <ProfileForm profile={profile} />
    </Layout>
  );
}

/** The form, the query of the list behind it, and a message. */
type SwappedProfileProps = { profile: ProfileProps; behind: string; message: string };

/** The answer to a swap: the form, then the message. */
export function SwappedProfile({ profile, behind, message }: SwappedProfileProps) {
  return (
    <>
      <Behind.Provider value={behind}>
        <ProfileForm profile={profile} />
      </Behind.Provider>
      <Message>{message}</Message>
    </>
  );
}

function ProfileForm({ profile }: { profile: ProfileProps }) {
  const { user, token, form, required, choices, focus } = profile;
  const action = paths.profile(user.id);
  const bare = useContext(Bare);
  return (
    <div id="perfil" hx-target:inherited="#perfil" hx-swap:inherited="outerHTML" hx-sync:inherited="#perfil:drop">
      <ErrorSummary form={form} />
      <p>
        Menús del usuario <strong>{user.name}</strong>. Lo que grabe rige desde la siguiente página que abra.
      </p>
      <PostForm class="sheet-form" action={action} token={token} form={form}>
        {/* Without it Enter would remove a line. */}
        {!bare && <DefaultButton value="grabar">Grabar</DefaultButton>}
        {required.map((menu) => (
          <p>
            <b>{menu.name}</b>: lo tienen todos los usuarios y no se puede quitar.
            {!bare && <input type="hidden" name="menu" value={menu.code} />}
          </p>
        ))}
        <ol class="lines">
          {choices.map((menus, index) => (
            <Line number={index + 1} action={action} form={form} choices={menus} focus={focus} />
          ))}
        </ol>
        <FormToolbar leave={paths.users()}>
          <button type="submit" name="accion" value="grabar">
            Grabar
          </button>
          <button
            type="submit"
            class="secondary"
            name="accion"
            value="aumentar"
            hx-post={action}
            hx-confirm="¿Desea aumentar un menú?"
            autofocus={focus === 'more'}
          >
            Aumentar Menú
          </button>
        </FormToolbar>
      </PostForm>
    </div>
  );
}

type LineProps = Pick<ProfileProps, 'form' | 'focus'> & {
  number: number;
  action: string;
  choices: ProfileProps['choices'][number];
};

function Line({ number, action, form, choices, focus }: LineProps) {
  const [name, label] = [lineField(number), lineLabel(number)];
  const bare = useContext(Bare);
  if (bare && !form.values[name]) return null;
  return (
    <li>
      <SelectField form={form} name={name} sentAs="menu" label={label} choices={choices} autofocus={focus === number} />
      {!bare && (
        <button
          type="submit"
          class="secondary"
          name="accion"
          value={`quitar-${number}`}
          aria-label={`Quitar ${label}`}
          hx-post={action}
        >
          Quitar
        </button>
      )}
    </li>
  );
}
