import { PostForm, Toolbar } from './kit/controls.tsx';
import { PasswordField } from './kit/fields.tsx';
import { emptyForm, type FormState } from './kit/form-state.ts';
import { type Frame, Layout } from './kit/layout.tsx';
import { TableFrame } from './kit/listing.tsx';
import { paths } from './kit/paths.ts';

/** An open session's row as finished values. */
type SessionRowProps = {
  number: number;
  browser: string;
  address: string;
  since: string;
  lastSeen: string;
  /** The session is the one behind the request. */
  own: boolean;
  /** The name that distinguishes it from the others. */
  name: string;
};

/** "Sesiones": the person's own open sessions, each other one with a button that ends it (product 4). */
export function SessionsPage({ frame, sessions }: { frame: Frame; sessions: SessionRowProps[] }) {
  return (
    <Layout frame={frame} wide>
      <p>
        Con su usuario se ingresó en estos navegadores. Si no reconoce uno, cierre su sesión y cambie su contraseña.
      </p>
      <SessionTable caption="Sus sesiones abiertas" sessions={sessions} frame={frame} ending />
      <Toolbar>
        {sessions.some(({ own }) => !own) && (
          <a class="button" href={paths.otherSessions()}>
            Cerrar todas las demás
          </a>
        )}
        <a href={paths.password()}>Cambiar contraseña</a>
        <a href={paths.ownData()}>Regresar</a>
      </Toolbar>
    </Layout>
  );
}

type OtherSessionsPageProps = {
  frame: Frame;
  form: FormState;
  /** The sessions that would end. */
  others: Pick<SessionRowProps, 'browser' | 'since'>[];
};

/** The question before all other sessions end, which names them and asks for the password (product 4, U3). */
export function OtherSessionsPage({ frame, form, others }: OtherSessionsPageProps) {
  return (
    <Layout frame={frame} form={form} refusal="No se cerró ninguna sesión. Revise lo siguiente:">
      <p>{others.length === 1 ? 'Se cerrará en el acto esta sesión:' : 'Se cerrarán en el acto estas sesiones:'}</p>
      <ul>
        {others.map(({ browser, since }) => (
          <li>
            {browser}, desde <time>{since}</time>
          </li>
        ))}
      </ul>
      <p>Lo que en ellas esté escrito y sin guardar se pierde. La sesión en la que está ahora sigue abierta.</p>
      <PostForm class="sheet-form" action={paths.otherSessions()} token={frame.token} form={form}>
        <PasswordField
          form={form}
          name="password"
          label="Contraseña"
          hint="La contraseña con la que ingresó, para confirmar que es usted."
          autocomplete="current-password"
        />
        <Toolbar>
          <button type="submit" class="danger">
            Cerrar todas las demás
          </button>
          <a href={paths.sessions()}>Cancelar</a>
        </Toolbar>
      </PostForm>
    </Layout>
  );
}

type UserSessionsPageProps = {
  frame: Frame;
  user: { id: number; name: string; contactId: number };
  sessions: SessionRowProps[];
};

/** The open sessions of a user, all of which the administrator may end (product 4, U3). */
export function UserSessionsPage({ frame, user, sessions }: UserSessionsPageProps) {
  const none = sessions.length === 0;
  return (
    <Layout frame={frame} wide>
      {none ? (
        <p>El usuario {user.name} no tiene sesiones abiertas.</p>
      ) : (
        <>
          <SessionTable caption={`Sesiones abiertas de ${user.name}`} sessions={sessions} frame={frame} />
          <p>
            Al cerrarlas, {user.name} tiene que ingresar de nuevo para seguir, y pierde lo que esté escrito y sin
            guardar. Su contraseña no cambia: si otra persona la conoce,{' '}
            <a href={paths.passwordReset(user.id)}>resetéela</a>.
          </p>
        </>
      )}
      <EndAllOrBack frame={frame} user={user} none={none} />
    </Layout>
  );
}

function EndAllOrBack({ frame, user, none }: { frame: Frame; user: UserSessionsPageProps['user']; none: boolean }) {
  const back = <a href={paths.contact(user.contactId)}>Regresar</a>;
  if (none) return <Toolbar>{back}</Toolbar>;
  return (
    <PostForm action={paths.userSessions(user.id)} token={frame.token} form={emptyForm}>
      <Toolbar>
        <button type="submit" class="danger">
          Cerrar sus sesiones
        </button>
        {back}
      </Toolbar>
    </PostForm>
  );
}

type SessionTableProps = {
  caption: string;
  sessions: SessionRowProps[];
  frame: Frame;
  /** Each session except the one behind the request has a button that ends it. */
  ending?: boolean;
};

function SessionTable({ caption, sessions, frame, ending = false }: SessionTableProps) {
  return (
    <TableFrame label={caption}>
      <table class="sessions">
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">Navegador</th>
            <th scope="col">Dirección</th>
            <th scope="col">Desde</th>
            <th scope="col">Última actividad</th>
            {ending && <th scope="col">Acción</th>}
          </tr>
        </thead>
        <tbody>
          {sessions.map((session) => (
            <tr>
              <th scope="row">{session.browser}</th>
              <td>{session.address}</td>
              <td>{session.since}</td>
              <td>{session.lastSeen}</td>
              {ending && (
                <td>
                  {session.own ? <span class="on">Esta sesión</span> : <EndButton session={session} frame={frame} />}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}

function EndButton({ session, frame }: { session: SessionRowProps; frame: Frame }) {
  if (frame.bare) return null;
  const form = { ...emptyForm, carried: { session: String(session.number) } };
  return (
    <PostForm action={paths.sessions()} token={frame.token} form={form}>
      <button type="submit" aria-label={`Cerrar la sesión de ${session.name}`}>
        Cerrar
      </button>
    </PostForm>
  );
}
