import type { Catalogs } from '../src/domain/contact.ts';
import { contactLabels as label, noSex, statusNames } from '../src/domain/contact.ts';
import { type ContactUserProps, ContactUsers } from './contact-users.tsx';
import { choicesOf } from './kit/choices.ts';
import { FormToolbar, PostForm } from './kit/controls.tsx';
import { DateField, noSpellcheck, RadioField, SelectField, TextField } from './kit/fields.tsx';
import type { FormState } from './kit/form-state.ts';
import { type Frame, Layout } from './kit/layout.tsx';
import { paths } from './kit/paths.ts';

type ContactFormPageProps = {
  frame: Frame;
  form: FormState;
  catalogs: Catalogs;
  action: string;
  /** The access that setting the contact INACTIVO would end, as a sentence. */
  statusHint?: string;
  /** The contact is the administrator's, who needs an e-mail. */
  emailRequired: boolean;
  /** The form has added this contact before with other content, so it may be meant for another person (D3). */
  reused?: boolean;
  /** The form comes after another contact, and begins anew (product 1). */
  again?: boolean;
  /** The fields don't show what is stored, which can be put back. */
  restorable?: boolean;
  /** The address of the handover for which the contact is added, to which the form leads back. */
  handover?: string | null;
  /** The stored contact and its users; missing for a new contact. */
  stored?: { contact: { id: number; active: boolean }; users: ContactUserProps[] };
};

/** The button that sends a form for another person than the one it has added (D3). */
export const forAnotherPerson = 'Registrar como otra persona';

/** The button that brings back the stored values after "Limpiar Campos" (product 2). */
export const restoring = 'Recuperar lo guardado';

const dateHint = 'Año-mes-día, como 2026-01-31. También día/mes/año.';

/** The form of a new or a stored contact (product 2). */
export function ContactFormPage(props: ContactFormPageProps) {
  const { frame, form, action, reused, restorable, handover, stored } = props;
  return (
    <Layout frame={frame} form={form}>
      <p class="legend">Los campos con asterisco son obligatorios.</p>
      <PostForm class="sheet-form wide" action={action} token={frame.token} form={form}>
        <PersonFields {...props} />
        <DelegationFields {...props} />
        <EducationFields {...props} />
        <FormToolbar leave={paths.contacts()} back={handover}>
          <button type="submit">Guardar</button>
          {!stored && !handover && <SaveAndGoOn />}
          {reused && (
            <button type="submit" class="secondary" formaction={paths.newContact()}>
              {forAnotherPerson}
            </button>
          )}
          <button type="submit" name="accion" value="limpiar" class="secondary" formnovalidate>
            Limpiar Campos
          </button>
          {restorable && (
            <button type="submit" name="accion" value="recuperar" class="secondary" formnovalidate>
              {restoring}
            </button>
          )}
        </FormToolbar>
      </PostForm>
      {stored && <ContactUsers {...stored} token={frame.token} />}
    </Layout>
  );
}

// Behind "Guardar", which Enter presses.
function SaveAndGoOn() {
  return (
    <>
      <button type="submit" name="accion" value="usuario" class="secondary">
        Guardar y crear su usuario
      </button>
      <button type="submit" name="accion" value="otro" class="secondary">
        Guardar y agregar otro
      </button>
    </>
  );
}

function NameFields({ form, again }: Pick<ContactFormPageProps, 'form' | 'again'>) {
  const name = { autocomplete: 'off', autocapitalize: 'words', spellcheck: noSpellcheck } as const;
  return (
    <>
      <TextField
        form={form}
        name="paternalSurname"
        label={label.paternalSurname}
        required
        autofocus={again}
        {...name}
      />
      <TextField form={form} name="maternalSurname" label={label.maternalSurname} {...name} />
      <TextField form={form} name="firstName" label={label.firstName} required {...name} />
      <TextField form={form} name="secondName" label={label.secondName} {...name} />
    </>
  );
}

function PersonFields({ form, catalogs, emailRequired, again }: ContactFormPageProps) {
  return (
    <fieldset class="group">
      <legend>Persona</legend>
      <div class="pairs">
        <NameFields form={form} again={again} />
        <RadioField form={form} name="sex" label={label.sex} choices={[...catalogs.sexes, noSex]} />
        <SelectField
          form={form}
          name="maritalStatus"
          label={label.maritalStatus}
          choices={choicesOf(catalogs.maritalStatuses)}
        />
        <SelectField
          form={form}
          name="documentType"
          label={label.documentType}
          required
          choices={choicesOf(catalogs.documentTypes)}
        />
        <TextField
          form={form}
          name="documentNumber"
          label={label.documentNumber}
          required
          size={24}
          hint="Cédula: 10 dígitos. Pasaporte: de 5 a 20 letras y dígitos."
          autocomplete="off"
          autocapitalize="characters"
          spellcheck={noSpellcheck}
        />
        <TextField
          form={form}
          name="email"
          label={label.email}
          required={emailRequired}
          hint="Allí llega la contraseña cuando se resetea."
          autocomplete="off"
          inputmode="email"
          autocapitalize="none"
          spellcheck={noSpellcheck}
        />
        <DateField form={form} name="birthDate" label={label.birthDate} required hint={dateHint} />
      </div>
    </fieldset>
  );
}

function DelegationFields({ form, catalogs, statusHint }: ContactFormPageProps) {
  return (
    <fieldset class="group">
      <legend>Delegación</legend>
      <div class="pairs">
        <SelectField
          form={form}
          name="status"
          label={label.status}
          required
          hint={statusHint}
          choices={choicesOf(statusNames)}
        />
        <SelectField
          form={form}
          name="position"
          label={label.position}
          required
          choices={choicesOf(catalogs.positions)}
        />
        <DateField form={form} name="from" label={label.from} required hint={dateHint} />
        <DateField form={form} name="until" label={label.until} hint="Déjela vacía si la delegación no tiene fin." />
      </div>
    </fieldset>
  );
}

function EducationFields({ form, catalogs }: ContactFormPageProps) {
  return (
    <fieldset class="group">
      <legend>Formación</legend>
      <div class="pairs">
        <SelectField
          form={form}
          name="educationLevel"
          label={label.educationLevel}
          choices={choicesOf(catalogs.educationLevels)}
        />
        <SelectField
          form={form}
          name="occupationalArea"
          label={label.occupationalArea}
          choices={choicesOf(catalogs.occupationalAreas)}
        />
      </div>
    </fieldset>
  );
}
