import { passwordLength } from '../src/domain/password.ts';
import { userLabels as label } from '../src/domain/user.ts';
import { FormToolbar, PostForm } from './kit/controls.tsx';
import { noSpellcheck, PasswordField, SelectField, TextField } from './kit/fields.tsx';
import type { FormState } from './kit/form-state.ts';
import { type Frame, Layout } from './kit/layout.tsx';
import { paths } from './kit/paths.ts';

type UserFormPageProps = {
  frame: Frame;
  form: FormState;
  /** The ACTIVO contacts in the order of their names, each with its number of users. */
  candidates: { id: number; name: string; users: number }[];
};

/** "Agregar Usuario" (product 3). */
export function UserFormPage({ frame, form, candidates }: UserFormPageProps) {
  return (
    <Layout frame={frame} form={form}>
      <p class="legend">
        El usuario nace desactivado. La contraseña es temporal: sirve 72 horas y solo para que la persona elija la suya.
      </p>
      <PostForm class="sheet-form" action={paths.newUser()} token={frame.token} form={form}>
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
        />
        <SelectField
          form={form}
          name="contactId"
          label={label.contactId}
          required
          hint="Contactos activos. Entre paréntesis, los usuarios que ya tiene."
          choices={candidates.map(({ id, name, users }) => ({
            value: String(id),
            text: users > 0 ? `${name} (ya tiene ${users === 1 ? '1 usuario' : `${users} usuarios`})` : name,
          }))}
        />
        <PasswordField
          form={form}
          name="password"
          label={label.password}
          hint={`De ${passwordLength.shortest} a ${passwordLength.longest} caracteres.`}
          autocomplete="new-password"
          rules={`minlength: ${passwordLength.shortest}; maxlength: ${passwordLength.longest};`}
        />
        <PasswordField form={form} name="passwordAgain" label={label.passwordAgain} autocomplete="new-password" />
        <FormToolbar leave={paths.users()}>
          <button type="submit">Guardar</button>
        </FormToolbar>
      </PostForm>
    </Layout>
  );
}
