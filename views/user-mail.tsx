import { PostForm, Refusal, ToList, Toolbar } from './kit/controls.tsx';
import { errorText, type FormState, isRefused } from './kit/form-state.ts';
import { type Frame, Layout } from './kit/layout.tsx';
import { paths } from './kit/paths.ts';

type UserMailPageProps = {
  frame: Frame;
  form: FormState;
  user: { id: number; name: string };
  /** The contact's present address, masked; '' if it has none. */
  address: string;
  mails: { name: string; at: string; held: boolean; worthSending: boolean }[];
};

/** The undelivered mails of a user, with a button that sends them again (product 3.2, D5, U3). */
export function UserMailPage({ frame, form, user, address, mails }: UserMailPageProps) {
  return (
    <Layout frame={frame} failed={isRefused(form)}>
      {isRefused(form) && <Refusal>{errorText(form.errors)}</Refusal>}
      <p>
        {mails.length > 0 ? 'No se pudo entregar a' : 'No hay correos sin entregar a'} <strong>{user.name}</strong>
        {mails.length > 0 ? ':' : '.'}
      </p>
      {mails.length > 0 && <Mails mails={mails} />}
      {address !== '' && mails.some(({ worthSending }) => worthSending) ? (
        <Resend frame={frame} form={form} userId={user.id} address={address} />
      ) : (
        <Toolbar>
          {mails.length > 0 && (
            <a class="button" href={paths.passwordReset(user.id)}>
              Resetear Contraseña
            </a>
          )}
          <ToList list={paths.users()}>Regresar</ToList>
        </Toolbar>
      )}
    </Layout>
  );
}

function Mails({ mails }: Pick<UserMailPageProps, 'mails'>) {
  return (
    <ul>
      {mails.map(({ name, at, held, worthSending }) => (
        <li>
          {name}, del <time>{at}</time>
          {held && ': retenido, porque ya habían salido demasiados de ese tipo en una hora'}
          {!worthSending && ': ya venció y no se reenvía; resetee la contraseña'}
        </li>
      ))}
    </ul>
  );
}

type ResendProps = Pick<UserMailPageProps, 'frame' | 'form' | 'address'> & { userId: number };

function Resend({ frame, form, userId, address }: ResendProps) {
  return (
    <>
      <p>
        Se reenviará a <strong>{address}</strong>. Si esa dirección no es correcta, corríjala antes en el contacto.
      </p>
      <PostForm action={paths.userMail(userId)} token={frame.token} form={form}>
        <Toolbar>
          <button type="submit">Reenviar</button>
          <ToList list={paths.users()}>Cancelar</ToList>
        </Toolbar>
      </PostForm>
    </>
  );
}
