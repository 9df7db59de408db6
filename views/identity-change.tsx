import { PostForm, Toolbar } from './kit/controls.tsx';
import { ConfirmationField } from './kit/fields.tsx';
import type { FormState } from './kit/form-state.ts';
import { type Frame, Layout } from './kit/layout.tsx';

type IdentityChangePageProps = {
  frame: Frame;
  /** Carries the typed values of the contact's form. */
  form: FormState;
  action: string;
  changes: { label: string; before: string; after: string }[];
  /** The address that is told of the change; '' for none. */
  noticeTo: string;
};

/** The second reading of a change of the administrator's own identity, which asks for the password (S5). */
export function IdentityChangePage({ frame, form, action, changes, noticeTo }: IdentityChangePageProps) {
  return (
    <Layout frame={frame} form={form}>
      <p>
        Con estos datos usted recupera su contraseña. Léalos otra vez; si no son correctos, podría perder el acceso:
      </p>
      <ul class="changes">
        {changes.map(({ label, before, after }) => (
          <li>
            {label}: «{before || 'vacío'}» pasa a «{after}».
          </li>
        ))}
      </ul>
      <p>
        Lo demás que cambió en el formulario se guarda también.
        {noticeTo && ` Se avisará a ${noticeTo}, con un enlace para deshacer el cambio durante 10 días.`}
      </p>
      <PostForm class="sheet-form" action={action} token={frame.token} form={form}>
        <ConfirmationField form={form} />
        <Toolbar>
          <button type="submit">Guardar los cambios</button>
          <button type="submit" name="accion" value="corregir" class="secondary">
            Corregir
          </button>
        </Toolbar>
      </PostForm>
    </Layout>
  );
}
