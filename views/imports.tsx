import type { ImportStatus } from '../src/domain/import.ts';
import type { ImportProps } from './import.tsx';
import { FormToolbar, PostForm, ToList, Toolbar } from './kit/controls.tsx';
import { FileField } from './kit/file-field.tsx';
import type { FormState } from './kit/form-state.ts';
import { type Frame, Layout } from './kit/layout.tsx';
import { type CaptionWords, ListCaption } from './kit/list-words.tsx';
import { type ListingView, ListLayout, Pager, SheetHead, SortHead, TableFrame } from './kit/listing.tsx';
import { paths } from './kit/paths.ts';

const kinds = [
  '.csv',
  '.txt',
  '.xlsx',
  'text/csv',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
];

/** The words that a column of the file may hold. */
export type ColumnWords = { label: string; words: string[] };

type ContactImportPageProps = { frame: Frame; form: FormState; words: ColumnWords[] };

/** "Importar contactos": the template, and the file to review (product 8.5). */
export function ContactImportPage({ frame, form, words }: ContactImportPageProps) {
  return (
    <Layout frame={frame} form={form} refusal="No se revisó. Corrija lo siguiente:">
      <div class="beside">
        <section>
          <h2>1. Prepare el archivo</h2>
          <p>
            Escriba una línea para cada persona, debajo de los encabezados de la plantilla. También puede usar una lista
            de contactos que haya descargado.
          </p>
          <p class="links">
            <a href={paths.importCsvTemplate()}>Descargar plantilla CSV</a>
            <a href={paths.importXlsxTemplate()}>Descargar plantilla Excel</a>
          </p>
          {!frame.bare && (
            <details class="screen about">
              <summary>Qué palabras admite cada columna</summary>
              <p class="hint">Las mayúsculas y las tildes no importan. Varios menús se separan con punto y coma.</p>
              <div>
                <dl>
                  {words.map((column) => (
                    <div>
                      <dt>{column.label}</dt>
                      <dd>{column.words.join(', ')}</dd>
                    </div>
                  ))}
                </dl>
              </div>
            </details>
          )}
        </section>
        <section>
          <h2>2. Elija el archivo</h2>
          <PostForm class="sheet-form" action={paths.contactImport()} token={frame.token} form={form} upload>
            <FileField
              form={form}
              name="file"
              label="Archivo"
              kinds={kinds}
              hint="CSV o XLSX, hasta 2 MB y 5000 personas. La revisión no guarda ningún contacto."
            />
            <FormToolbar leave={paths.contacts()}>
              <button type="submit">Revisar</button>
              <a href={paths.imports()}>Importaciones</a>
            </FormToolbar>
          </PostForm>
        </section>
      </div>
    </Layout>
  );
}

/** The names of the states of an import. */
const statusNames: Record<ImportStatus, string> = {
  reviewed: 'Revisada',
  queued: 'En curso',
  done: 'Terminada',
  stale: 'No importada: algo cambió después de la revisión',
  failed: 'No importada: el sistema falló',
};

const words: CaptionWords = {
  noun: ['importación', 'importaciones'],
  orders: { reciente: ['las más antiguas primero', 'las más recientes primero'] },
};

type ImportsPageProps = { frame: Frame; list: ListingView; imports: ImportProps[] };

/** "Importaciones": the files of the last day and what became of earlier ones (product 8.5). */
export function ImportsPage({ frame, list, imports }: ImportsPageProps) {
  return (
    <ListLayout frame={frame} list={list} heading={frame.title}>
      {imports.length === 0 && <p>Aún no hay importaciones.</p>}
      {imports.length > 0 && <ImportTable frame={frame} list={list} imports={imports} />}
      <Pager list={list} />
      <Toolbar>
        <a class="button" href={paths.contactImport()}>
          Importar contactos
        </a>
        <ToList list={paths.contacts()}>Regresar</ToList>
      </Toolbar>
    </ListLayout>
  );
}

/** The table of imports. */
export function ImportTable({ frame, list, imports }: ImportsPageProps) {
  return (
    <TableFrame label="Tabla de importaciones">
      <table class="imports">
        <ListCaption list={list} words={words} />
        <thead>
          <SheetHead frame={frame} columns={8} />
          <tr>
            <SortHead list={list} sort="reciente">
              Fecha y hora
            </SortHead>
            <th scope="col">Archivo</th>
            <th scope="col">Usuario</th>
            <th scope="col">Estado</th>
            <th scope="col">Nuevos</th>
            <th scope="col">Con cambios</th>
            <th scope="col">Sin cambios</th>
            <th scope="col">Con errores</th>
          </tr>
        </thead>
        <tbody>
          {imports.map((one) => (
            <tr>
              <td>{one.at}</td>
              <th scope="row">
                {frame.bare ? (
                  one.fileName
                ) : (
                  <a href={paths.import(one.id)} aria-label={`${one.fileName}, ${one.at}, importación ${one.id}`}>
                    {one.fileName}
                  </a>
                )}
              </th>
              <td>{one.reviewedBy}</td>
              <td>{one.status === 'queued' ? `En curso: ${one.progress} de ${one.total}` : statusNames[one.status]}</td>
              <td>{one.counts.new}</td>
              <td>{one.counts.changed}</td>
              <td>{one.counts.unchanged}</td>
              <td>{one.counts.wrong}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}
