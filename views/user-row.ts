import { html } from 'hono/html';
import { paths } from './kit/paths.ts';

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
 * times a page, and as elements the rows alone cost more than the rest of the answer. HTML lets the end tags of cells be
 * left out; that of the row keeps a swap's message outside.
 */
export function userRow(row: UserRowProps) {
  const mark = row.administrator ? administrator : '';
  const contact = row.contactActive ? '' : html` <span class="off">contacto INACTIVO</span>`;
  const cells = row.administrator ? [mark, mark, mark] : actions(row);
  return html`<tr id="u${row.id}"><td>${row.number}<td>${cells[0]}<td>${row.created}<th scope="row">${row.name}<td>${row.contactName}${contact}
<td>${cells[1]}<td>${cells[2]}<td>${link(paths.budget(row.id), 'Presupuesto', row)}</tr>`;
}

function actions(row: UserRowProps) {
  return [link(paths.profile(row.id), 'Agregar Perfil', row), reset(row), activation(row)];
}

// The name stands before the address, so that the compression finds both in one piece in each link of the row.
function link(href: string, text: string, row: UserRowProps) {
  return row.token === null ? '' : html`<a aria-label="${text} ${row.name}" href="${href}">${text}</a>`;
}

function reset(row: UserRowProps) {
  const action = link(paths.passwordReset(row.id), 'Resetear Contraseña', row);
  if (!row.undelivered) return action;
  const resend = link(paths.userMail(row.id), 'Reenviar', row);
  return html`${action} <span class="off">correo no entregado</span> ${resend}`;
}

function activation(row: UserRowProps) {
  const state = row.active ? html`<span class="on">ACTIVO</span>` : html`<span class="off">INACTIVO</span>`;
  if (row.token === null) return state;
  const verb = row.active ? 'Desactivar' : 'Activar';
  const asking = row.active ? html` hx-confirm="${question(row)}"` : '';
  return html`<form hx-boost="true" method="post" action="${paths.userActivation(row.id, row.query)}"${asking}><input type="hidden" name="_token" value="${row.token}">${state} <button name="accion" value="${verb.toLowerCase()}" aria-label="${verb} Usuario ${row.name}">${verb} Usuario</button></form>`;
}

// The script puts the row's user name for {}, and the focus back on the button: what a row need not say weighs nothing.
function question({ openSessions }: UserRowProps): string {
  const sessions = { 0: 'No tiene sesiones abiertas', 1: 'Se cerrará su sesión abierta' }[openSessions];
  return `¿Desactivar a {}? ${sessions ?? `Se cerrarán sus ${openSessions} sesiones abiertas`}.`;
}
