import { html } from 'hono/html';
import { paths } from './paths.ts';

/** A user as its row shows it. */
export type UserRowProps = {
  id: number;
  number: number;
  name: string;
  contactName: string;
  contactActive: boolean;
  administrator: boolean;
  active: boolean;
  created: string;
  openSessions: number;
  /** A mail to the user could not be delivered. */
  undelivered: boolean;
  /** The form token; null where the list is for the printer. */
  token: string | null;
  /** Where the row's form leads back to: the query of the list. */
  query: string;
};

const administrator = 'Usuario Administrador';

/**
 * One user's row, in the list and as what a swap brings. A template where the other views are JSX: it is rendered fifty
 * times a page, and as elements the rows alone cost more than the rest of the answer.
 */
export function userRow(row: UserRowProps) {
  const mark = row.administrator ? administrator : '';
  const contact = row.contactActive ? '' : html` <span class="off">contacto INACTIVO</span>`;
  return html`<tr id="u${row.id}">
<td>${row.number}</td>
<td>${mark}</td>
<td>${row.created}</td>
<th scope="row">${row.name}</th>
<td>${row.contactName}${contact}</td>
<td>${row.administrator ? mark : reset(row)}</td>
<td>${row.administrator ? mark : activation(row)}</td>
<td></td>
</tr>`;
}

function reset(row: UserRowProps) {
  const fault = row.undelivered ? html`<span class="off">correo no entregado</span> ` : '';
  if (row.token === null) return fault;
  const resend = row.undelivered ? html` ${link(paths.userMail(row.id), 'Reenviar', row)}` : '';
  return html`${fault}${link(paths.passwordReset(row.id), 'Resetear Contraseña', row)}${resend}`;
}

function link(href: string, text: string, row: UserRowProps) {
  return html`<a aria-label="${text} ${row.name}" href="${href}">${text}</a>`;
}

function activation(row: UserRowProps) {
  const state = row.active ? html`<span class="on">ACTIVO</span>` : html`<span class="off">INACTIVO</span>`;
  if (row.token === null) return state;
  const verb = row.active ? 'Desactivar' : 'Activar';
  const asking = row.active ? html` hx-confirm="${question(row)}"` : '';
  return html`${state}
<form hx-boost="true" method="post"${asking} action="${paths.userActivation(row.id, row.query)}">
<input type="hidden" name="_token" value="${row.token}">
<button name="accion" value="${verb.toLowerCase()}" aria-label="${verb} Usuario ${row.name}">${verb} Usuario</button>
</form>`;
}

// The script puts the row's user name for {}, and the focus back on the button: what a row need not say weighs nothing.
function question({ openSessions }: UserRowProps): string {
  const sessions = { 0: 'No tiene sesiones abiertas', 1: 'Se cerrará su sesión abierta' }[openSessions];
  return `¿Desactivar a {}? ${sessions ?? `Se cerrarán sus ${openSessions} sesiones abiertas`}.`;
}
