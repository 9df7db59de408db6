import { PostForm, Toolbar } from './kit/controls.tsx';
import { PasswordField } from './kit/fields.tsx';
import type { FormState } from './kit/form-state.ts';
import { type Frame, Layout } from './kit/layout.tsx';
import { paths } from './kit/paths.ts';

/** The labels of the form (fixed by spec 4). */
export const passwordLabels = {
  oldPassword: 'Contraseña Anterior',
  newPassword: 'Nueva Contraseña',
  passwordAgain: 'Confirmar Contraseña',
} as const;

type PasswordPageProps = {
  frame: Frame;
  form: FormState;
  /** What the new password has to be, shown before the fields. */
  rules: string[];
  /** Signed in with a temporary password: until when that is good, as text. */
  temporaryUntil: string | null;
};

/** Where a person changes their password (spec 4). */
export function PasswordPage({ frame, form, rules, temporaryUntil }: PasswordPageProps) {
  const label = passwordLabels;
  return (
    <Layout frame={frame} form={form}>
      {temporaryUntil && (
        <p class="warning">
          Ingresó con una contraseña temporal, válida hasta el {temporaryUntil}. Elija ahora la suya para continuar.
        </p>
      )}
      <p>La nueva contraseña debe cumplir todo esto:</p>
      <ul id="reglas" class="rules">
        {rules.map((rule) => (
          <li>{rule}</li>
        ))}
      </ul>
      <PostForm class="sheet-form" action={paths.password()} token={frame.token} form={form}>
        <PasswordField form={form} name="oldPassword" label={label.oldPassword} autocomplete="current-password" />
        <PasswordField form={form} name="newPassword" label={label.newPassword} autocomplete="new-password" />
        <PasswordField form={form} name="passwordAgain" label={label.passwordAgain} autocomplete="new-password" />
        <Toolbar>
          <button type="submit">Guardar</button>
          {!temporaryUntil && <a href={paths.ownData()}>Cancelar</a>}
          {!temporaryUntil && <a href={paths.ownData()}>Regresar</a>}
        </Toolbar>
      </PostForm>
    </Layout>
  );
}
