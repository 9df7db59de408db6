import { PostForm, Toolbar } from './kit/controls.tsx';
import { emptyForm } from './kit/form-state.ts';
import { type Frame, Layout } from './kit/layout.tsx';
import { RowLink, SheetHead, TableFrame } from './kit/listing.tsx';
import { paths } from './kit/paths.ts';

/** A template's row as finished values. */
type TemplateRowProps = { id: number; name: string; menus: string[]; users: number };

type TemplatesPageProps = {
  frame: Frame;
  rows: TemplateRowProps[];
  /** The names of the menus that every user holds. */
  required: string;
};

const meaning = 'Un perfil tipo es un conjunto de menús con nombre, que se aplica a un usuario en «Agregar Perfil».';

/** "Perfiles tipo": the entity's templates of profiles (product 3.4). */
export function TemplatesPage({ frame, rows, required }: TemplatesPageProps) {
  return (
    <Layout frame={frame} wide sheets={rows.length > 0}>
      {rows.length === 0 && <p>Aún no hay perfiles tipo. {meaning}</p>}
      {rows.length > 0 && (
        <>
          <p>{meaning} Se copia: cambiarlo o eliminarlo no cambia los menús de nadie.</p>
          <TemplateTable frame={frame} rows={rows} required={required} />
        </>
      )}
      <Toolbar>
        <a class="button" href={paths.newTemplate()}>
          Agregar Perfil Tipo
        </a>
        <a href={paths.users()}>Regresar</a>
      </Toolbar>
    </Layout>
  );
}

/** The table of templates. */
export function TemplateTable({ frame, rows, required }: TemplatesPageProps) {
  return (
    <TableFrame label="Tabla de perfiles tipo">
      <table class="templates">
        <caption>
          {rows.length === 1 ? '1 perfil tipo' : `${rows.length} perfiles tipo`} · «Usuarios» cuenta a los que tienen
          exactamente esos menús, además de {required}
        </caption>
        <thead>
          <SheetHead frame={frame} columns={frame.bare ? 3 : 4} />
          <tr>
            <th scope="col">Nombre</th>
            <th scope="col">Menús</th>
            <th scope="col">Usuarios</th>
            {!frame.bare && <th scope="col">Acción</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <TemplateRow row={row} bare={frame.bare} />
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}

function TemplateRow({ row: { id, name, menus, users }, bare }: { row: TemplateRowProps; bare: boolean }) {
  return (
    <tr id={`p${id}`}>
      <th scope="row">{name}</th>
      <td>{menus.join(', ')}</td>
      <td>{users === 0 ? 'ningún usuario' : users === 1 ? '1 usuario' : `${users} usuarios`}</td>
      {!bare && (
        <td>
          <RowLink href={paths.template(id)} subject={name}>
            Editar
          </RowLink>
          <RowLink href={paths.templateDeletion(id)} subject={name}>
            Eliminar
          </RowLink>
        </td>
      )}
    </tr>
  );
}

/** The question before a template is deleted (product 3.4, U3). */
export function TemplateDeletionPage({
  frame,
  template,
}: {
  frame: Frame;
  template: { id: number; name: string; menus: string[] };
}) {
  return (
    <Layout frame={frame} actions>
      <p>
        <strong>{template.name}</strong>: {template.menus.join(', ')}
      </p>
      <p>
        El perfil tipo desaparecerá de la lista y no se podrá recuperar. A nadie se le quita un menú: los usuarios a los
        que se aplicó conservan los suyos. La incidencia conservará sus datos. ¿Desea eliminarlo?
      </p>
      <PostForm action={paths.templateDeletion(template.id)} token={frame.token} form={emptyForm}>
        <Toolbar>
          <button type="submit" class="danger">
            Eliminar
          </button>
          <a href={paths.templates()}>Cancelar</a>
        </Toolbar>
      </PostForm>
    </Layout>
  );
}
