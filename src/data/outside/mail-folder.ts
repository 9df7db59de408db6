import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime from 'postal-mime';

/** A mail kept in the folder. */
export type KeptMail = { sentAt: Date | null; to: string; subject: string; text: string };

const shownAtMost = 50;

/** Keeps a mail as an .eml file; ids rise with time, and the same one twice leaves one file. */
export async function keepMail(folder: string, id: string, message: Buffer): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const place = join(folder, `${id}.eml`);
  // Under its name only when it is whole: somebody may be reading the folder.
  await writeFile(`${place}.part`, message, { mode: 0o600 });
  await rename(`${place}.part`, place);
}

/** The kept mails, newest first, the first fifty. */
export async function keptMails(folder: string): Promise<KeptMail[]> {
  const names = await readdir(folder).catch(() => []);
  const newest = names
    .filter((name) => name.endsWith('.eml'))
    .sort()
    .reverse()
    .slice(0, shownAtMost);
  return Promise.all(newest.map((name) => readMail(join(folder, name))));
}

async function readMail(place: string): Promise<KeptMail> {
  const mail = await PostalMime.parse(await readFile(place));
  return {
    sentAt: mail.date ? new Date(mail.date) : null,
    to: mail.to?.map(({ address }) => address).join(', ') ?? '',
    subject: mail.subject ?? '',
    text: mail.text ?? '',
  };
}
