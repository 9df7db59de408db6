import { raw } from 'hono/html';
import { useContext } from 'hono/jsx';
import type { Hindrance } from '../src/domain/access.ts';
import { accessMarks } from './kit/access-marks.ts';
import { Action, Bare, HiddenFields } from './kit/controls.tsx';
import { Facts } from './kit/facts.tsx';
import { paths } from './kit/paths.ts';

/** A contact's user as finished values. */
export type ContactUserProps = {
  id: number;
  name: string;
  status: 'ACTIVO' | 'INACTIVO';
  administrator: boolean;
  /** The reasons why the person doesn't get in today. */
  hindrances: Hindrance[];
};

type ContactUsersProps = { contact: { id: number; active: boolean }; users: ContactUserProps[]; token: string };

/** The users of a stored contact with all that is done with them, and the contact's history (product 2). */
export function ContactUsers({ contact, users, token }: ContactUsersProps) {
  return (
    <section class="contact-users">
      <h2>Usuarios de este contacto</h2>
      {users.length === 0 && <p>Este contacto no tiene usuario.</p>}
      {users.length > 0 && (
        <Facts
          facts={users.map((user) => ({
            label: user.name,
            value: <User contactId={contact.id} user={user} token={token} />,
          }))}
        />
      )}
      <p class="doable">
        {users.length === 0 && contact.active && (
          <Action href={paths.newUser(`?contacto=${contact.id}`)}>Crear su usuario</Action>
        )}
        {!users.some(({ administrator }) => administrator) && (
          <Action href={paths.contactHandover(contact.id)}>Relevar</Action>
        )}
        <Action href={paths.incidents(`?contacto=${contact.id}`)}>Ver historial</Action>
      </p>
    </section>
  );
}

function User({ contactId, user, token }: { contactId: number; user: ContactUserProps; token: string }) {
  const { id, name, status, administrator, hindrances } = user;
  return (
    <div class="doable">
      <span>
        <span class={status === 'ACTIVO' ? 'on' : 'off'}>{status}</span>
        {raw(accessMarks(hindrances.filter(({ kind }) => kind !== 'user-inactive')))}
      </span>{' '}
      {administrator ? (
        <span>Usuario Administrador</span>
      ) : (
        <Activation contactId={contactId} user={user} token={token} />
      )}
      {!administrator && (
        <>
          <Action href={paths.profile(id)} label={`Perfil de ${name}`}>
            Perfil
          </Action>
          <Action href={paths.passwordReset(id)} label={`Resetear Contraseña de ${name}`}>
            Resetear
          </Action>
        </>
      )}
      <Action href={paths.budget(id)} label={`Presupuesto de ${name}`}>
        Presupuesto
      </Action>
      <Action href={paths.userSessions(id)} label={`Sesiones de ${name}`}>
        Sesiones
      </Action>
      <Action href={paths.incidents(`?usuario=${id}`)} label={`Ver historial de ${name}`}>
        Ver historial
      </Action>
    </div>
  );
}

// As in the users list, one press does it, and the script asks before a deactivation. Both lead back to this page.
function Activation({ contactId, user: { id, name, status }, token }: Parameters<typeof User>[0]) {
  if (useContext(Bare)) return null;
  const active = status === 'ACTIVO';
  const verb = active ? 'Desactivar' : 'Activar';
  const asking = active && {
    'hx-boost': 'true',
    'hx-confirm': `¿Desactivar a ${name}? Se cerrarán sus sesiones abiertas.`,
  };
  return (
    <form method="post" action={paths.userActivation(id)} {...asking}>
      <HiddenFields token={token} carried={{ volver: String(contactId) }} />
      <button
        type="submit"
        class="secondary"
        name="accion"
        value={verb.toLowerCase()}
        aria-label={`${verb} Usuario ${name}`}
      >
        {verb}
      </button>
    </form>
  );
}
