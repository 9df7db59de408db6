import { sessionsEnding } from '../src/domain/session.ts';
import { administratorStays, longestReason, terminationLabels } from '../src/domain/termination.ts';
import { PostForm, Toolbar } from './kit/controls.tsx';
import { ConfirmationField, LinesField } from './kit/fields.tsx';
import type { FormState } from './kit/form-state.ts';
import { type Frame, Layout } from './kit/layout.tsx';
import { paths } from './kit/paths.ts';

type TerminationPageProps = {
  frame: Frame;
  form: FormState;
  userName: string;
  /** The number of open sessions that would end. */
  sessions: number;
  /** The names of the other users of the person, which stay. */
  others: string[];
};

/** "Terminar mi acceso": what will happen, and the password and the reason for it (product 9.4, U3). */
export function TerminationPage({ frame, form, userName, sessions, others }: TerminationPageProps) {
  return (
    <Layout frame={frame} form={form} refusal="No se terminó nada. Revise lo siguiente:">
      <p>Si usted ya no actúa por {frame.person?.entityName}, puede terminar aquí su acceso. Al hacerlo:</p>
      <ul>
        <li>Su usuario {userName} queda desactivado en el acto y ya no puede ingresar.</li>
        <li>{sessionsEnding(sessions)} Lo que esté escrito y sin guardar se pierde.</li>
        <li>El administrador de la entidad recibe un correo que se lo dice, con el motivo si usted lo escribe.</li>
        {others.length > 0 && <li>Sus otros usuarios siguen como están: {others.join(', ')}.</li>}
        <li>Usted no puede deshacerlo. Solo el administrador puede activar de nuevo su usuario.</li>
        <li>Lo que usted hizo se conserva en las incidencias de la entidad.</li>
      </ul>
      <PostForm class="sheet-form" action={paths.termination()} token={frame.token} form={form}>
        <ConfirmationField form={form} />
        <LinesField
          form={form}
          name="reason"
          label={terminationLabels.reason}
          rows={3}
          hint={`Si quiere decirlo. Hasta ${longestReason} caracteres.`}
        />
        <Toolbar>
          <button type="submit" class="danger">
            Terminar
          </button>
          <a href={paths.ownData()}>Cancelar</a>
        </Toolbar>
      </PostForm>
    </Layout>
  );
}

/** The same page of the administrator, who is led to the change of administrator (product 9.4). */
export function AdministratorStaysPage({ frame, failed }: { frame: Frame; failed: boolean }) {
  return (
    <Layout frame={frame} failed={failed} actions>
      <p>{administratorStays}</p>
      <Toolbar>
        <a class="button" href={paths.administrator()}>
          Cambiar de administrador
        </a>
        <a href={paths.ownData()}>Regresar</a>
      </Toolbar>
    </Layout>
  );
}
