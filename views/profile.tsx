import { useContext } from 'hono/jsx';
import { lineField, lineLabel } from '../src/domain/profile.ts';
import type { DraftControl } from '../src/domain/profile-draft.ts';
import type { Choice } from './kit/choices.ts';
import { Bare, Behind, DefaultButton, ErrorSummary, FormToolbar, PostForm, UserHistory } from './kit/controls.tsx';
import { SelectField } from './kit/fields.tsx';
import { type FormState, isRefused } from './kit/form-state.ts';
import { type Frame, Layout } from './kit/layout.tsx';
import { LookupSearch, type LookupView, lookupText } from './kit/lookup.tsx';
import { type MenuGroup, MenuGroups } from './kit/menu-groups.tsx';
import { Message } from './kit/notices.tsx';
import { paths } from './kit/paths.ts';

/** The form of a profile as finished values. */
export type ProfileProps = {
  /** The user, named with the person. */
  user: { id: number; name: string };
  token: string;
  /**
   * The menu chosen in each line, the template, the source to copy from and its search; carried is the set as first
   * read, so that no later change is overwritten (D3).
   */
  form: FormState;
  /** The names of the menus stored, which are in effect, and the sentence on what differs from them here, or ''. */
  inEffect: string[];
  unsaved: string;
  /** The menus of everybody, which are shown and sent, but can't be removed. */
  required: { code: string; name: string }[];
  /** The choices of each line, by group, and what its chosen menu is for. */
  lines: { choices: Choice[]; description: string }[];
  /** The users whose menus can be copied into the lines. */
  sources: LookupView & { choices: Choice[]; searchable: boolean };
  /** The templates whose menus can take the place of those in the lines. */
  templates: Choice[];
  /** The control that gets the focus. */
  focus: DraftControl | null;
};

type ProfilePageProps = { frame: Frame; profile: ProfileProps; groups: MenuGroup[] };

/** "Agregar Perfil": the menus of one user (product 3.1), with what each menu is for, by group. */
export function ProfilePage({ frame, profile, groups }: ProfilePageProps) {
  return (
    <Layout frame={frame} failed={isRefused(profile.form)} typed>
      <ProfileForm profile={profile} />
      {!frame.bare && <MenuGroups groups={groups} />}
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
  const { user, token, form, inEffect, unsaved, required, lines, sources, templates, focus } = profile;
  const action = paths.profile(user.id);
  const bare = useContext(Bare);
  return (
    <div
      id="perfil"
      class="wide"
      hx-target:inherited="#perfil"
      hx-swap:inherited="outerHTML"
      hx-sync:inherited="#perfil:drop"
    >
      <ErrorSummary form={form} />
      <p>
        Menús de <strong>{user.name}</strong>. Lo que grabe rige desde la siguiente página que esa persona abra.
      </p>
      {!bare && <p>Rigen ahora: {inEffect.join(', ')}.</p>}
      {unsaved && (
        <p class="unsaved">
          <b>Sin grabar:</b> <span>{unsaved}</span>
        </p>
      )}
      <PostForm class="sheet-form wide" action={action} token={token} form={form}>
        {/* Without it Enter would remove a line. */}
        {!bare && <DefaultButton value={sources.searchable ? 'intro' : 'grabar'}>Grabar</DefaultButton>}
        {required.map((menu) => (
          <p>
            <b>{menu.name}</b>: lo tienen todos los usuarios y no se puede quitar.
            {!bare && <input type="hidden" name="menu" value={menu.code} />}
          </p>
        ))}
        <div class="fillable">
          <ol class="lines">
            {lines.map((line, index) => (
              <Line number={index + 1} action={action} form={form} line={line} focus={focus} />
            ))}
          </ol>
          <Fillings action={action} form={form} sources={sources} templates={templates} focus={focus} />
        </div>
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
          <UserHistory id={user.id} />
        </FormToolbar>
      </PostForm>
    </div>
  );
}

/** What each part of the form needs. */
type PartProps = Pick<ProfileProps, 'form' | 'focus'> & { action: string };

function Line({
  number,
  action,
  form,
  line,
  focus,
}: PartProps & { number: number; line: ProfileProps['lines'][number] }) {
  const [name, label] = [lineField(number), lineLabel(number)];
  const bare = useContext(Bare);
  if (bare && !form.values[name]) return null;
  return (
    <li>
      <SelectField
        form={form}
        name={name}
        sentAs="menu"
        label={label}
        hint={line.description}
        choices={line.choices}
        autofocus={focus === number}
      />
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

// The two ways to fill the lines at once: a template, and the menus of another user.
function Fillings({ sources, templates, ...part }: PartProps & Pick<ProfileProps, 'sources' | 'templates'>) {
  const copying = sources.choices.length > 0 || sources.searchable;
  if (useContext(Bare) || (!copying && templates.length === 0)) return null;
  return (
    <div class="screen source">
      {templates.length > 0 && <TemplateChoice {...part} templates={templates} />}
      {copying && <SourceChoice {...part} sources={sources} />}
    </div>
  );
}

function TemplateChoice({ action, form, templates, focus }: PartProps & Pick<ProfileProps, 'templates'>) {
  return (
    <div class="find">
      <SelectField
        form={form}
        name="template"
        label="Perfil tipo"
        hint="Sus menús reemplazan a los de las líneas; rigen al presionar «Grabar»."
        choices={templates}
        autofocus={focus === 'template'}
      />
      <button type="submit" class="secondary" name="accion" value="aplicar" hx-post={action}>
        Aplicar
      </button>
    </div>
  );
}

function SourceChoice({ action, form, sources, focus }: PartProps & Pick<ProfileProps, 'sources'>) {
  const { choices, searchable } = sources;
  const hint = 'Se añaden a los de las líneas; rigen al presionar «Grabar».';
  return (
    <>
      {searchable && (
        <LookupSearch
          form={form}
          label="Buscar usuario"
          hint="Escriba parte del nombre o del usuario y presione «Buscar»."
          swap={{ action, target: '#perfil' }}
          focus={focus === 'search'}
        />
      )}
      <div class="find">
        <SelectField
          form={form}
          name="source"
          label="Copiar los menús de"
          hint={searchable ? `${hint} ${sourcesText(form.values.search, sources)}` : hint}
          choices={choices}
          autofocus={focus === 'source'}
        />
        <button type="submit" class="secondary" name="accion" value="copiar" hx-post={action}>
          Copiar
        </button>
      </div>
    </>
  );
}

/** The sentence on what the search for a source found. */
export function sourcesText(search: string | undefined, sources: LookupView): string {
  return lookupText(search, sources, { one: 'usuario', many: 'usuarios', none: 'Ningún usuario' });
}
