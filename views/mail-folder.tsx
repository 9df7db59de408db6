import { WayOn } from './kit/controls.tsx';
import { type Frame, Layout } from './kit/layout.tsx';
import { paths } from './kit/paths.ts';

type FolderMailProps = { at: string; to: string; subject: string; text: string };

/** The mails in the mail folder, newest first (product 7). */
export function MailFolderPage({ frame, mails }: { frame: Frame; mails: FolderMailProps[] }) {
  return (
    <Layout frame={frame}>
      <p>
        Sin MAIL_URL los correos no salen de esta máquina: se guardan en la carpeta «correo» de los datos y se leen
        aquí.
      </p>
      {mails.length === 0 && <p>Aún no hay correos.</p>}
      {mails.map(({ at, to, subject, text }) => (
        <article class="folder-mail">
          <h2>{subject}</h2>
          <p>
            {at}, para {to}
          </p>
          <pre>{text}</pre>
        </article>
      ))}
      {!frame.person && <WayOn href={paths.signIn()}>Ingresar</WayOn>}
    </Layout>
  );
}
