import type { MailStatus } from '../src/domain/mail.ts';
import { temporaryHours } from '../src/domain/password.ts';
import { sessionsEnding } from '../src/domain/session.ts';
import { PostForm, Refusal, ToList, Toolbar, UserHistory } from './kit/controls.tsx';
import { Days } from './kit/days.tsx';
import { errorText, type FormState, isRefused } from './kit/form-state.ts';
import { type Frame, Layout } from './kit/layout.tsx';
import { paths } from './kit/paths.ts';

type PasswordResetPageProps = {
  frame: Frame;
  form: FormState;
  user: { id: number; name: string };
  /** The masked address to which the temporary password goes. */
  address: string;
  sessions: number;
  /** Why the person won't get in today with the temporary password; null if they will. */
  unusable: string | null;
  /** The reason why the password can't be reset; null if it can. */
  fault: string | null;
  /** The contact to which an e-mail has to be added first; null if it has one. */
  contactId: number | null;
};

/** The question before a password is reset, with the effects of the reset (product 3.2, U3). */
export function PasswordResetPage({ fault, ...props }: PasswordResetPageProps) {
  return (
    <Layout frame={props.frame} failed={isRefused(props.form)}>
      {fault ? <Refused {...props} fault={fault} /> : <Question {...props} />}
    </Layout>
  );
}

function Question({ frame, form, user, address, sessions, unusable }: Omit<PasswordResetPageProps, 'fault'>) {
  return (
    <>
      {isRefused(form) && <Refusal>{errorText(form.errors)}</Refusal>}
      <p>
        Va a resetear la contraseña del usuario <strong>{user.name}</strong>:
      </p>
      <ul>
        <li>Su contraseña actual deja de servir en este momento, también una temporal que aún no haya usado.</li>
        <li>{sessionsEnding(sessions)}</li>
        <li>
          Una contraseña temporal se enviará a <strong>{address}</strong>. Vale {temporaryHours.mailed} horas, y quien
          ingrese con ella tendrá que elegir una nueva. Nadie más la ve.
        </li>
        {unusable && (
          <li>
            <Days>{unusable}</Days>
          </li>
        )}
      </ul>
      <PostForm action={paths.passwordReset(user.id)} token={frame.token} form={form}>
        <Toolbar>
          <button type="submit" class="danger">
            Resetear Contraseña
          </button>
          <UserHistory id={user.id} />
          <ToList list={paths.users()}>Cancelar</ToList>
        </Toolbar>
      </PostForm>
    </>
  );
}

function Refused({ fault, user, contactId }: PasswordResetPageProps) {
  return (
    <>
      <p>{fault}</p>
      <Toolbar>
        {contactId !== null && (
          <a class="button" href={`${paths.contact(contactId)}#email`}>
            Registrar el correo
          </a>
        )}
        <UserHistory id={user.id} />
        <ToList list={paths.users()}>Regresar</ToList>
      </Toolbar>
    </>
  );
}

type SentResetProps = {
  userName: string;
  status: MailStatus;
  /** The masked address. */
  address: string;
  /** The end of the password; null if it has run out. */
  goodUntil: string | null;
  /** Why the person doesn't get in today with it; null if they do. */
  unusable: string | null;
};

/** "Reseteo de Contraseñas": the address and state of the mail with the temporary password (product 3.2). */
export function PasswordResetSentPage({ frame, userId, sent }: { frame: Frame; userId: number; sent: SentResetProps }) {
  return (
    <Layout frame={frame}>
      <p class={sent.status === 'undelivered' ? 'warning' : undefined}>
        <Outcome sent={sent} />
      </p>
      {sent.unusable && (
        <p class="warning">
          <Days>{sent.unusable}</Days>
        </p>
      )}
      <Toolbar>
        {sent.status === 'undelivered' && <a href={paths.userMail(userId)}>Reenviar</a>}
        <ToList list={paths.users()} row={`u${userId}`}>
          Regresar
        </ToList>
      </Toolbar>
    </Layout>
  );
}

function Outcome({ sent: { userName, status, address, goodUntil } }: { sent: SentResetProps }) {
  if (status === 'undelivered') {
    return (
      <>
        El correo con la contraseña temporal de <strong>{userName}</strong> no se pudo entregar a{' '}
        <strong>{address}</strong>. Revise la dirección en el contacto y reenvíelo.
      </>
    );
  }
  if (status === 'dropped') {
    return (
      <>
        La contraseña temporal de <strong>{userName}</strong> ya no se envía: el usuario perdió el acceso, cambió su
        contraseña o se reseteó de nuevo.
      </>
    );
  }
  return (
    <>
      La contraseña temporal del usuario <strong>{userName}</strong> se envió a <strong>{address}</strong>.
      {goodUntil && (
        <>
          {' '}
          Suele llegar en un minuto y vale hasta el {goodUntil}. Si no llega, pida a la persona que revise su correo no
          deseado.
        </>
      )}
    </>
  );
}
