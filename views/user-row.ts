import { html } from 'hono/html';
import { paths } from './kit/paths.ts';

/** A user's row as finished values. */
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
  /** The user has an undelivered mail. */
  undelivered: boolean;
  /** The form token; null on the page for the printer, which has no buttons. */
  token: string | null;
  /** The query of the list, for the way back. */
  query: string;
};

const administrator = 'Usuario Administrador';

/**
 * Gives a user's row, for the list and for a swap. It is a template, not JSX, because fifty rows of elements cost more
 * than the rest of the page. The end tags of the cells are left out, as HTML allows; the row's end tag keeps the
 * message of a swap outside.
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

// The name comes before the address, so that the compression finds both as one piece in each link of the row.
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

// The script replaces {} by the row's user name and returns the focus to the button, which makes rows lighter.
function question({ openSessions }: UserRowProps): string {
  const sessions = { 0: 'No tiene sesiones abiertas', 1: 'Se cerrará su sesión abierta' }[openSessions];
  return `¿Desactivar a {}? ${sessions ?? `Se cerrarán sus ${openSessions} sesiones abiertas`}.`;
}
