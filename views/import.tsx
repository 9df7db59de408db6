import type { ImportStatus, LineCounts, LineFault } from '../src/domain/import.ts';
import { PostForm, Refusal, ToList, Toolbar } from './kit/controls.tsx';
import { Days } from './kit/days.tsx';
import { emptyForm } from './kit/form-state.ts';
import { type Frame, Layout } from './kit/layout.tsx';
import { TableFrame } from './kit/listing.tsx';
import { paths } from './kit/paths.ts';

/** An import as finished values. */
export type ImportProps = {
  id: number;
  fileName: string;
  status: ImportStatus;
  counts: LineCounts;
  total: number;
  newUsers: number;
  unknownColumns: string[];
  faults: LineFault[];
  progress: number;
  heldNotices: number;
  /** The moment of its last step. */
  at: string;
  reviewedBy: string;
};

/** The name of the page while an import stands so, which is said first, also where the page looks again by itself. */
export const importTitles: Record<ImportStatus, string> = {
  reviewed: 'Revisión del archivo',
  queued: 'Importación en curso',
  done: 'Importación terminada',
  stale: 'Importación sin hacer',
  failed: 'Importación sin hacer',
};

/** The review of a file, its import while it runs, or what became of it (product 8.5, U13). */
export function ImportPage({ frame, imported, failed }: { frame: Frame; imported: ImportProps; failed: boolean }) {
  return (
    <Layout frame={frame} failed={failed} actions>
      <State imported={imported} failed={failed} />
      <Numbers imported={imported} />
      {imported.unknownColumns.length > 0 && (
        <p>No se leen estas columnas, que no están en la plantilla: {imported.unknownColumns.join(', ')}.</p>
      )}
      {imported.faults.length > 0 && <FaultTable faults={imported.faults} />}
      {imported.status === 'reviewed' && imported.counts.wrong === 0 ? (
        <PostForm action={paths.import(imported.id)} token={frame.token} form={emptyForm}>
          <Toolbar>
            <button type="submit">Importar</button>
            <OtherWays imported={imported} />
          </Toolbar>
        </PostForm>
      ) : (
        <Toolbar>
          <OtherWays imported={imported} />
        </Toolbar>
      )}
    </Layout>
  );
}

function OtherWays({ imported: { id, status, counts, faults } }: { imported: ImportProps }) {
  const isNext = counts.wrong > 0 || status === 'stale' || status === 'failed';
  const another = (
    <a class={isNext ? 'button' : undefined} href={paths.contactImport()}>
      Elegir otro archivo
    </a>
  );
  return (
    <>
      {status === 'queued' && (
        <a class="button" href={paths.import(id)}>
          Actualizar
        </a>
      )}
      {status !== 'queued' && another}
      {faults.length > 0 && <a href={paths.importFaults(id)}>Descargar errores</a>}
      <a href={paths.imports()}>Importaciones</a>
      <ToList list={paths.contacts()}>Regresar</ToList>
    </>
  );
}

function State({ imported, failed }: { imported: ImportProps; failed: boolean }) {
  const { status, counts, progress, total } = imported;
  if (status === 'queued') {
    return (
      <>
        <p>
          La importación está en curso: van {progress} de {total} {total === 1 ? 'persona' : 'personas'}. Puede dejar
          esta página y volver a ella desde «Importaciones».
        </p>
        <progress value={progress} max={total} aria-label="Personas importadas" />
      </>
    );
  }
  if (status === 'done') return <Done imported={imported} />;
  if (status === 'stale') {
    return (
      <p>
        No se importó nada: después de la revisión cambió algo de las personas del archivo. Elíjalo otra vez para
        revisarlo con los datos de ahora.
      </p>
    );
  }
  if (status === 'failed') return <p>No se importó nada, porque el sistema falló. Elija otra vez el archivo.</p>;
  const isSame = counts.new + counts.changed + counts.wrong === 0;
  return (
    <>
      {failed && <Refusal>No se importó nada: el archivo tiene errores. Corríjalos y elíjalo de nuevo.</Refusal>}
      <p>
        {counts.wrong > 0
          ? 'Aún no se ha guardado nada. Corrija las líneas con errores y elija de nuevo el archivo: se importa entero o no se importa.'
          : isSame
            ? 'El archivo no cambia nada: sus personas ya están registradas así.'
            : 'Aún no se ha guardado nada. Revise los números y presione «Importar». La revisión se conserva 24 horas.'}
      </p>
    </>
  );
}

function Done({ imported: { counts, newUsers, heldNotices } }: { imported: ImportProps }) {
  return (
    <>
      <p>
        {counts.new + counts.changed === 0
          ? 'La importación terminó y no cambió nada: las personas ya estaban registradas así.'
          : 'La importación terminó. Cada persona tiene su incidencia.'}
      </p>
      {newUsers > 0 && (
        <p>
          Los usuarios nuevos están desactivados y sin contraseña: deles una con «Resetear Contraseña» y actívelos en{' '}
          <a href={paths.users()}>Usuarios</a>.
        </p>
      )}
      {heldNotices > 0 && (
        <p>
          Por el límite de correos por hora no {heldNotices === 1 ? 'salió 1 aviso' : `salieron ${heldNotices} avisos`}{' '}
          de cambio de correo electrónico. Los de personas con usuario se reenvían desde la lista de usuarios.
        </p>
      )}
    </>
  );
}

/** What a file has, in numbers. */
export function Numbers({ imported }: { imported: ImportProps }) {
  const { counts, newUsers, fileName, at, reviewedBy } = imported;
  const numbers: [string, number][] = [
    ['Nuevos', counts.new],
    ['Con cambios', counts.changed],
    ['Sin cambios', counts.unchanged],
    ['Con errores', counts.wrong],
    ...(newUsers > 0 ? [['Usuarios nuevos', newUsers] as [string, number]] : []),
  ];
  return (
    <>
      <dl class="counts">
        {numbers.map(([label, number]) => (
          <div>
            <dt>{label}</dt>
            <dd>{number}</dd>
          </div>
        ))}
      </dl>
      <p class="hint">
        Archivo {fileName}, <Days>{at}</Days>, {reviewedBy}.
      </p>
    </>
  );
}

/** The number of faults that the page shows; the download has all. */
const mostShown = 100;

/** The faults of a file by their lines. */
export function FaultTable({ faults }: { faults: LineFault[] }) {
  const left = faults.length - mostShown;
  return (
    <TableFrame label="Tabla de errores">
      <table class="faults">
        <caption>
          {faults.length} {faults.length === 1 ? 'error' : 'errores'}
          {left > 0 && ` · aquí los primeros ${mostShown}; «Descargar errores» los tiene todos`}
        </caption>
        <thead>
          <tr>
            <th scope="col">Línea</th>
            <th scope="col">Campo</th>
            <th scope="col">Motivo</th>
          </tr>
        </thead>
        <tbody>
          {faults.slice(0, mostShown).map(({ line, field, reason }) => (
            <tr>
              <td>{line}</td>
              <th scope="row">{field || 'Toda la línea'}</th>
              <td>{reason}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}
