import type { Hindrance } from '../src/domain/access.ts';
import { hindranceMark } from '../src/domain/access-words.ts';
import { lengthRule, passwordLength } from '../src/domain/password.ts';
import { userLabels as label } from '../src/domain/user.ts';
import { DefaultButton, FormToolbar, PostForm } from './kit/controls.tsx';
import { noSpellcheck, PasswordField, SelectField, TextField } from './kit/fields.tsx';
import { errorText, type FormState, isRefused } from './kit/form-state.ts';
import { type Frame, Layout } from './kit/layout.tsx';
import { LookupSearch, type LookupView, lookupText } from './kit/lookup.tsx';
import { Message } from './kit/notices.tsx';
import { PasswordRules } from './kit/password-rules.tsx';
import { paths } from './kit/paths.ts';

type Candidate = { id: number; name: string; users: number; hindrances: Hindrance[] };

type ContactChoiceProps = {
  form: FormState;
  candidates: LookupView & {
    records: Candidate[];
    /** False if all ACTIVO contacts are offered at once. */
    searchable: boolean;
  };
  /** The page answers a search, so the focus goes to what was found. */
  searching: boolean;
  /** The form comes after another user, and begins anew (product 1). */
  again: boolean;
};

/** "Agregar Usuario" (product 3). */
export function UserFormPage({ frame, ...choice }: ContactChoiceProps & { frame: Frame }) {
  const { form, again } = choice;
  return (
    <Layout frame={frame} form={form}>
      <p class="legend">
        El usuario queda desactivado hasta que usted lo active. La contraseña es temporal: vale 72 horas y solo sirve
        para que la persona elija la suya.
      </p>
      <PostForm class="sheet-form wide" action={paths.newUser()} token={frame.token} form={form}>
        {choice.candidates.searchable && !frame.bare && <DefaultButton value="intro">Guardar</DefaultButton>}
        <div class="pairs">
          <TextField
            form={form}
            name="name"
            label={label.name}
            required
            size={24}
            hint="De 8 a 20 letras y dígitos, sin espacios."
            autocomplete="off"
            autocapitalize="none"
            spellcheck={noSpellcheck}
            autofocus={again}
          />
          <ContactChoice {...choice} />
          <PasswordField
            form={form}
            name="password"
            label={label.password}
            autocomplete="new-password"
            rules={`minlength: ${passwordLength.shortest}; maxlength: ${passwordLength.longest};`}
          >
            <PasswordRules rules={[{ ...lengthRule, held: form.errors.password ? false : null }]} />
          </PasswordField>
          <PasswordField form={form} name="passwordAgain" label={label.passwordAgain} autocomplete="new-password" />
        </div>
        <FormToolbar leave={paths.users()}>
          <button type="submit">Guardar</button>
          <button type="submit" name="accion" value="menus" class="secondary">
            Guardar y asignar sus menús
          </button>
          <button type="submit" name="accion" value="otro" class="secondary">
            Guardar y agregar otro
          </button>
        </FormToolbar>
      </PostForm>
    </Layout>
  );
}

/** The answer to a search by htmx, which leaves the rest of the form as it is, the passwords included. */
export function SwappedContactChoice(choice: ContactChoiceProps) {
  const { form, candidates } = choice;
  return (
    <>
      <ContactChoice {...choice} />
      <Message>{isRefused(form) ? errorText(form.errors) : foundText(form.values.search, candidates)}</Message>
    </>
  );
}

function ContactChoice(choice: ContactChoiceProps) {
  const { form, candidates, searching } = choice;
  const { records, searchable } = candidates;
  const answered = searching && !isRefused(form);
  const hint = 'Contactos activos. Entre paréntesis, los usuarios que ya tiene y por qué hoy no podría ingresar.';
  return (
    <div id="contacto">
      {searchable && (
        <LookupSearch
          form={form}
          label={label.search}
          hint="Escriba parte del nombre o de la identificación y presione «Buscar»."
          swap={{ action: paths.newUser(), target: '#contacto' }}
          focus={answered && records.length === 0}
        />
      )}
      <SelectField
        form={form}
        name="contactId"
        label={label.contactId}
        required
        hint={searchable ? `${hint} ${foundText(form.values.search, candidates)}` : hint}
        choices={records.map((contact) => ({ value: String(contact.id), text: candidateText(contact) }))}
        autofocus={answered && records.length > 0}
      />
    </div>
  );
}

/** A contact to choose from, with the number of its users and why they wouldn't get in today. */
export function candidateText({ name, users, hindrances }: Candidate): string {
  const held = users > 0 ? [`ya tiene ${users === 1 ? '1 usuario' : `${users} usuarios`}`] : [];
  const notes = [...held, ...hindrances.map(hindranceMark)];
  return notes.length > 0 ? `${name} (${notes.join('; ')})` : name;
}

/** The sentence on what a search for a contact found. */
export function foundText(search: string | undefined, candidates: LookupView): string {
  return lookupText(search, candidates, {
    one: 'contacto',
    many: 'contactos',
    none: 'Ningún contacto ACTIVO',
  });
}
