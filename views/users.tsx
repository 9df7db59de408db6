import { HiddenFields } from './controls.tsx';
import { type Frame, Layout } from './layout.tsx';
import { type ListingView, listTitle, Pager, SearchForm, SheetHead, SortHead, TableFrame } from './listing.tsx';
import { Message } from './notices.tsx';
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
  /** The form token; null where the list is for the printer. */
  token: string | null;
  /** Where the row's form leads back to: the query of the list, with the row's number. */
  query: string;
};

/** The entity's users (spec 3). */
export function UsersPage({ frame, list, rows }: { frame: Frame; list: ListingView; rows: UserRowProps[] }) {
  return (
    <Layout
      frame={{ ...frame, title: listTitle(frame.title, list) }}
      heading={`Usuarios Creados RUC ${frame.person?.ruc}`}
      wide
    >
      <ul class="notes">
        <li>Para resetear una contraseña, el contacto debe tener correo electrónico.</li>
        <li>Elija un usuario para activarlo o agregarle perfiles.</li>
      </ul>
      {!frame.bare && <SearchForm list={list} />}
      {rows.length > 0 && <UserTable frame={frame} list={list} rows={rows} />}
      {rows.length === 0 && list.search && (
        <p>
          Ningún usuario coincide con «{list.search}». <a href={list.clear}>Ver todos los usuarios</a>
        </p>
      )}
      <Pager list={list} noun={list.total === 1 ? 'usuario' : 'usuarios'} />
      {!frame.bare && (
        <div class="toolbar">
          <a class="button" href={paths.newUser()}>
            Agregar Usuario
          </a>
          <a href={paths.home()}>Regresar</a>
        </div>
      )}
    </Layout>
  );
}

function UserTable({ frame, list, rows }: { frame: Frame; list: ListingView; rows: UserRowProps[] }) {
  return (
    <TableFrame label="Tabla de usuarios">
      <table class="users" hx-target:inherited="closest tr" hx-swap:inherited="outerHTML">
        <caption>Usuarios de la entidad</caption>
        <thead>
          <SheetHead columns={8}>
            {frame.person?.entityName} · RUC {frame.person?.ruc} · {frame.dateText}
          </SheetHead>
          <tr>
            <th scope="col">Nro.</th>
            <th scope="col">Menú</th>
            <SortHead list={list} sort="fecha">
              FECHA
            </SortHead>
            <SortHead list={list} sort="usuario">
              USUARIO
            </SortHead>
            <SortHead list={list} sort="nombre">
              USUARIO NOMBRE
            </SortHead>
            <th scope="col">RESETEAR CONTRASEÑA</th>
            <th scope="col">ACTIVAR USUARIO</th>
            <th scope="col">ASIGNAR PRESUPUESTO</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <UserRow row={row} />
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}

/** One user's row, in the list and as what a swap brings. */
export function UserRow({ row }: { row: UserRowProps }) {
  return (
    <tr id={`u${row.id}`}>
      <td>{row.number}</td>
      <td>{row.administrator && administrator}</td>
      <td>{row.created}</td>
      <th scope="row">{row.name}</th>
      <td>
        {row.contactName}
        {!row.contactActive && <span class="off"> contacto INACTIVO</span>}
      </td>
      <td>{row.administrator && administrator}</td>
      <td>{row.administrator ? administrator : <Activation row={row} />}</td>
      <td></td>
    </tr>
  );
}

const administrator = 'Usuario Administrador';

function Activation({ row }: { row: UserRowProps }) {
  const action = paths.userActivation(row.id, row.query);
  const verb = row.active ? 'Desactivar' : 'Activar';
  return (
    <>
      <span class={row.active ? 'on' : 'off'}>{row.active ? 'ACTIVO' : 'INACTIVO'}</span>
      {row.token !== null && (
        <form method="post" action={action} hx-post={action} hx-confirm={row.active ? question(row) : undefined}>
          <HiddenFields token={row.token} />
          <button
            type="submit"
            id={`a${row.id}`}
            name="accion"
            value={verb.toLowerCase()}
            aria-label={`${verb} Usuario ${row.name}`}
          >
            {verb} Usuario
          </button>
        </form>
      )}
    </>
  );
}

function question({ name, openSessions }: UserRowProps): string {
  const sessions = { 0: 'No tiene sesiones abiertas', 1: 'Se cerrará su sesión abierta' }[openSessions];
  return `¿Desactivar a ${name}? ${sessions ?? `Se cerrarán sus ${openSessions} sesiones abiertas`}.`;
}

/** What a swap brings: the row first (a row behind another element is lost by the parser), then the message. */
export function SwappedUser({ row, message }: { row: UserRowProps; message: string }) {
  return (
    <>
      <UserRow row={row} />
      <Message>{message}</Message>
    </>
  );
}
