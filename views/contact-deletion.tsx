import { PostForm, ToList, Toolbar } from './kit/controls.tsx';
import { type FormState, isRefused } from './kit/form-state.ts';
import { type Frame, Layout } from './kit/layout.tsx';
import { paths } from './kit/paths.ts';

type ContactDeletionPageProps = {
  frame: Frame;
  form: FormState;
  /** mayEnd: the contact may be set INACTIVO instead. */
  contact: { id: number; name: string; document: string; mayEnd: boolean };
  /** The reason why the contact can't be deleted; null if it can. */
  fault: string | null;
};

/** The question before a contact is deleted, or the reason why it can't be (product 2, U3). */
export function ContactDeletionPage({ frame, form, contact, fault }: ContactDeletionPageProps) {
  return (
    <Layout frame={frame} failed={isRefused(form)}>
      <p>
        <strong>{contact.name}</strong>, {contact.document}
      </p>
      {fault ? <Reason contact={contact} fault={fault} /> : <Question frame={frame} form={form} contact={contact} />}
    </Layout>
  );
}

function Question({ frame, form, contact }: Omit<ContactDeletionPageProps, 'fault'>) {
  return (
    <>
      <p>
        El contacto sale de la lista y no se puede recuperar. Sus datos quedan en las incidencias. ¿Desea eliminarlo?
      </p>
      <PostForm action={paths.contactDeletion(contact.id)} token={frame.token} form={form}>
        <Toolbar>
          <button type="submit" class="danger">
            Eliminar
          </button>
          <ToList list={paths.contacts()}>Cancelar</ToList>
        </Toolbar>
      </PostForm>
    </>
  );
}

function Reason({ contact, fault }: { contact: ContactDeletionPageProps['contact']; fault: string }) {
  return (
    <>
      <p>
        {fault} La lista es el registro de quién estuvo y está delegado.
        {contact.mayEnd && ' En su lugar puede ponerlo INACTIVO: pierde el acceso y queda en el registro.'}
      </p>
      <Toolbar>
        {contact.mayEnd && (
          <a class="button" href={`${paths.contact(contact.id)}?estado=INACTIVO#status`}>
            Poner INACTIVO
          </a>
        )}
        <ToList list={paths.contacts()}>Regresar</ToList>
      </Toolbar>
    </>
  );
}
