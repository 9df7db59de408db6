import { useContext } from 'hono/jsx';
import { Bare, PostForm } from './kit/controls.tsx';
import { Days } from './kit/days.tsx';
import { emptyForm } from './kit/form-state.ts';
import { paths } from './kit/paths.ts';

/** An offer of the administration to the person who reads the page, as finished values. */
export type OfferToAnswerProps = {
  id: number;
  madeBy: string;
  entityName: string;
  email: string;
  until: string;
  /** What becomes of the access of who made it, if their delegation doesn't allow it. */
  formerAccess: string | null;
};

/** The offer on the first page, with what its acceptance does and the two answers (product 9.3, U3). */
export function OfferToAnswer({ offer, token }: { offer: OfferToAnswerProps; token: string }) {
  const { id, madeBy, entityName, email, until, formerAccess } = offer;
  return (
    <section class="noted">
      <h2>Le proponen la administración</h2>
      <p>
        {madeBy} le propone que usted sea el administrador de {entityName}. Puede responder hasta el{' '}
        <Days>{until}</Days>. Si acepta, de inmediato:
      </p>
      <ul>
        <li>
          <span>usted administra los contactos y usuarios de la entidad, con el menú ADMINISTRACIÓN;</span>
        </li>
        <li>
          <span>
            {madeBy} sigue como delegado, solo con ENTIDAD-DATOS GENERALES
            {formerAccess && (
              <>
                {', aunque '}
                <Days>{formerAccess}</Days>
              </>
            )}
            ;
          </span>
        </li>
        <li>
          <span>su correo electrónico registrado será {email}, y con él recuperará su contraseña;</span>
        </li>
        <li>
          <span>
            se cierran las sesiones de los dos, menos esta, y un correo avisa a los dos y al Representante Legal.
          </span>
        </li>
      </ul>
      <Answers id={id} token={token} />
    </section>
  );
}

function Answers({ id, token }: { id: number; token: string }) {
  if (useContext(Bare)) return null;
  return (
    <PostForm
      class="answers"
      action={paths.administratorOffer()}
      token={token}
      form={{ ...emptyForm, carried: { offer: String(id) } }}
    >
      <button type="submit" name="accion" value="aceptar">
        Aceptar la administración
      </button>{' '}
      <button type="submit" name="accion" value="no-aceptar" class="secondary">
        No aceptar
      </button>
    </PostForm>
  );
}
