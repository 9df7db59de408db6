import { PostForm, Toolbar, UserHistory } from './kit/controls.tsx';
import { ConfirmationField } from './kit/fields.tsx';
import type { FormState } from './kit/form-state.ts';
import { type Frame, Layout } from './kit/layout.tsx';
import { TableFrame } from './kit/listing.tsx';
import { paths } from './kit/paths.ts';

/** An open session's row as finished values. */
export type SessionRowProps = {
  number: number;
  browser: string;
  address: string;
  since: string;
  lastSeen: string;
  /** The session is the one behind the request. */
  own: boolean;
  /** The session has run out. */
  ended?: boolean;
  /** The name that distinguishes it from the others. */
  name: string;
};

/** "Sesiones": the person's own open sessions, each other one with a link to end it (product 4). */
export function SessionsPage({ frame, sessions }: { frame: Frame; sessions: SessionRowProps[] }) {
  return (
    <Layout frame={frame} wide>
      <p>
        Con su usuario se ingresó en estos navegadores. Si no reconoce uno, cierre su sesión y cambie su contraseña.
      </p>
      <SessionTable caption="Sus sesiones abiertas" sessions={sessions} ending={!frame.bare} />
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

type EndSessionPageProps = { frame: Frame; form: FormState; session: SessionRowProps };

/** The question before one session ends, which names it and asks for the password (product 4, S5, U3). */
export function EndSessionPage({ frame, form, session }: EndSessionPageProps) {
  const { number, browser, since, address } = session;
  return (
    <Layout frame={frame} form={form} refusal={nothingEnded}>
      <p>
        Se cerrará en el acto la sesión de {browser}, desde <time>{since}</time>, con la dirección {address}.
      </p>
      <p>Lo que en ella esté escrito y sin guardar se pierde. La sesión en la que está ahora sigue abierta.</p>
      <PostForm class="sheet-form" action={paths.session(number)} token={frame.token} form={form}>
        <ConfirmationField form={form} />
        <Toolbar>
          <button type="submit" class="danger">
            Cerrar la sesión
          </button>
          <a href={paths.sessions()}>Cancelar</a>
        </Toolbar>
      </PostForm>
    </Layout>
  );
}

const nothingEnded = 'No se cerró ninguna sesión. Revise lo siguiente:';

type OtherSessionsPageProps = {
  frame: Frame;
  form: FormState;
  /** The sessions that would end. */
  others: Pick<SessionRowProps, 'browser' | 'since'>[];
};

/** The question before all other sessions end, which names them and asks for the password (product 4, U3). */
export function OtherSessionsPage({ frame, form, others }: OtherSessionsPageProps) {
  return (
    <Layout frame={frame} form={form} refusal={nothingEnded}>
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
        <ConfirmationField form={form} />
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
  form: FormState;
  user: { id: number; name: string; contactId: number };
  sessions: SessionRowProps[];
};

/** The open sessions of a user, all of which the administrator may end with the password (product 4, S5, U3). */
export function UserSessionsPage({ frame, form, user, sessions }: UserSessionsPageProps) {
  const none = sessions.length === 0;
  return (
    <Layout frame={frame} form={form} refusal={nothingEnded} wide>
      {none ? (
        <p>El usuario {user.name} no tiene sesiones abiertas.</p>
      ) : (
        <>
          <SessionTable caption={`Sesiones abiertas de ${user.name}`} sessions={sessions} />
          <p>
            Al cerrarlas, {user.name} tiene que ingresar de nuevo para seguir, y pierde lo que esté escrito y sin
            guardar. Su contraseña no cambia: si otra persona la conoce,{' '}
            <a href={paths.passwordReset(user.id)}>resetéela</a>.
          </p>
        </>
      )}
      <EndAllOrBack frame={frame} form={form} user={user} none={none} />
    </Layout>
  );
}

function EndAllOrBack({ frame, form, user, none }: Omit<UserSessionsPageProps, 'sessions'> & { none: boolean }) {
  const ways = (
    <>
      <UserHistory id={user.id} />
      <a href={paths.contact(user.contactId)}>Regresar</a>
    </>
  );
  if (none) return <Toolbar>{ways}</Toolbar>;
  return (
    <PostForm class="sheet-form" action={paths.userSessions(user.id)} token={frame.token} form={form}>
      <ConfirmationField form={form} />
      <Toolbar>
        <button type="submit" class="danger">
          Cerrar sus sesiones
        </button>
        {ways}
      </Toolbar>
    </PostForm>
  );
}

type SessionTableProps = {
  caption: string;
  sessions: SessionRowProps[];
  /** Each session except the one behind the request has a link to end it. */
  ending?: boolean;
};

/** The table of open sessions. */
export function SessionTable({ caption, sessions, ending = false }: SessionTableProps) {
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
              <th scope="row">
                {session.browser} {session.own && <span class="on">Esta sesión</span>}
                {session.ended && 'terminada'}
              </th>
              <td>{session.address}</td>
              <td>{session.since}</td>
              <td>{session.lastSeen}</td>
              {ending && <td>{!session.own && <EndLink session={session} />}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}

function EndLink({ session: { number, name } }: { session: SessionRowProps }) {
  return (
    <a href={paths.session(number)} aria-label={`Cerrar la sesión de ${name}`}>
      Cerrar
    </a>
  );
}
