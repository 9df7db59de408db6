import { passwordRulesText } from '../src/domain/password.ts';
import { PostForm, Toolbar } from './kit/controls.tsx';
import { PasswordField } from './kit/fields.tsx';
import type { FormState } from './kit/form-state.ts';
import { type Frame, Layout } from './kit/layout.tsx';
import { PasswordRules, type ShownRule } from './kit/password-rules.tsx';
import { paths } from './kit/paths.ts';

/** The labels of the form's fields (product 4). */
export const passwordLabels = {
  oldPassword: 'Contraseña Anterior',
  newPassword: 'Nueva Contraseña',
  passwordAgain: 'Confirmar Contraseña',
} as const;

type PasswordPageProps = {
  frame: Frame;
  form: FormState;
  rules: ShownRule[];
  /** The end of the temporary password with which the person has signed in, as text; null for an ordinary one. */
  temporaryUntil: string | null;
};

/** The form with which a person changes their password (product 4). */
export function PasswordPage({ frame, form, rules, temporaryUntil }: PasswordPageProps) {
  const label = passwordLabels;
  return (
    <Layout frame={frame} form={form}>
      {temporaryUntil && (
        <p class="warning">
          Ingresó con una contraseña temporal, válida hasta el <time>{temporaryUntil}</time>. Elija ahora la suya para
          continuar.
        </p>
      )}
      <div class="beside">
        <section>
          <p>La nueva contraseña debe cumplir todo esto:</p>
          <PasswordRules rules={rules} />
        </section>
        <PostForm class="sheet-form" action={paths.password()} token={frame.token} form={form}>
          {!frame.bare && (
            <input type="text" name="account" value={frame.person?.userName} autocomplete="username" hidden />
          )}
          <PasswordField form={form} name="oldPassword" label={label.oldPassword} autocomplete="current-password" />
          <PasswordField
            form={form}
            name="newPassword"
            label={label.newPassword}
            autocomplete="new-password"
            rules={passwordRulesText}
          />
          <PasswordField form={form} name="passwordAgain" label={label.passwordAgain} autocomplete="new-password" />
          <Toolbar>
            <button type="submit">Guardar</button>
            {!temporaryUntil && <a href={paths.ownData()}>Cancelar</a>}
            {!temporaryUntil && <a href={paths.ownData()}>Regresar</a>}
          </Toolbar>
        </PostForm>
      </div>
    </Layout>
  );
}
