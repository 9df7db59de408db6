import { PostForm, Toolbar } from './kit/controls.tsx';
import { type Frame, Layout } from './kit/layout.tsx';
import { paths } from './kit/paths.ts';

type UserMailPageProps = {
  frame: Frame;
  user: { id: number; name: string };
  /** The contact's address of today, masked; '' where there is none. */
  address: string;
  mails: { name: string; at: string; worthSending: boolean }[];
  /** Why nothing was sent. */
  fault: string | null;
};

/** What could not be delivered to a user, and sending it again (D5, U3). */
export function UserMailPage({ frame, user, address, mails, fault }: UserMailPageProps) {
  return (
    <Layout frame={frame} failed={fault !== null}>
      {fault && (
        <div class="errors" role="alert" tabindex={-1} autofocus>
          <p>{fault}</p>
        </div>
      )}
      <p>
        {mails.length > 0 ? 'No se pudo entregar a' : 'No hay correos sin entregar a'} <strong>{user.name}</strong>
        {mails.length > 0 ? ':' : '.'}
      </p>
      {mails.length > 0 && <Mails mails={mails} />}
      {address !== '' && mails.some(({ worthSending }) => worthSending) ? (
        <Resend frame={frame} userId={user.id} address={address} />
      ) : (
        <Toolbar>
          {mails.length > 0 && (
            <a class="button" href={paths.passwordReset(user.id)}>
              Resetear Contraseña
            </a>
          )}
          <a href={paths.users()}>Regresar</a>
        </Toolbar>
      )}
    </Layout>
  );
}

function Mails({ mails }: Pick<UserMailPageProps, 'mails'>) {
  return (
    <ul>
      {mails.map(({ name, at, worthSending }) => (
        <li>
          {name}, del {at}
          {!worthSending && ': ya venció y no se reenvía; resetee la contraseña'}
        </li>
      ))}
    </ul>
  );
}

function Resend({ frame, userId, address }: { frame: Frame; userId: number; address: string }) {
  return (
    <>
      <p>
        Se reenviará a <strong>{address}</strong>. Si esa dirección no es correcta, corríjala antes en el contacto.
      </p>
      <PostForm action={paths.userMail(userId)} token={frame.token}>
        <Toolbar>
          <button type="submit">Reenviar</button>
          <a href={paths.users()}>Cancelar</a>
        </Toolbar>
      </PostForm>
    </>
  );
}
