import { html } from 'hono/html';
import { paths } from './kit/paths.ts';

/** A user as their row shows it. */
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
  /** True where a mail to the user could not be delivered. */
  undelivered: boolean;
  /** The form token; null where the list is for the printer. */
  token: string | null;
  /** The query of the list, to which the row's form leads back. */
  query: string;
};

const administrator = 'Usuario Administrador';

/**
 * Gives one user's row, for the list and for a swap. It is a template where the other views are JSX: rendered fifty
 * times a page, rows of elements cost more than the rest of the answer. The end tags of cells are left out, as HTML
 * allows; that of the row keeps the message of a swap outside.
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

// The script puts the row's user name in the place of {} and the focus back on the button, so that rows weigh less.
function question({ openSessions }: UserRowProps): string {
  const sessions = { 0: 'No tiene sesiones abiertas', 1: 'Se cerrará su sesión abierta' }[openSessions];
  return `¿Desactivar a {}? ${sessions ?? `Se cerrarán sus ${openSessions} sesiones abiertas`}.`;
}
