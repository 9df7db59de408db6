import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readableAddress } from '../../domain/email.ts';

/** A mail as read from its file. */
export type FolderMail = { sentAt: Date | null; to: string; subject: string; text: string };

const shownAtMost = 50;

/** Writes a mail as an .eml file named by its id. Ids rise with time; a mail that is sent twice leaves one file. */
export async function writeMail(folder: string, id: string, message: Buffer): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const place = join(folder, `${id}.eml`);
  // Renamed when it is complete, so that a reader of the folder never meets half a mail.
  await writeFile(`${place}.part`, message, { mode: 0o600 });
  await rename(`${place}.part`, place);
}

/** Reads the newest fifty mails of the folder, newest first. */
export async function mailsInFolder(folder: string): Promise<FolderMail[]> {
  const names = await readdir(folder).catch(() => []);
  const newest = names
    .filter((name) => name.endsWith('.eml'))
    .sort()
    .reverse()
    .slice(0, shownAtMost);
  return Promise.all(newest.map((name) => readMail(join(folder, name))));
}

async function readMail(place: string): Promise<FolderMail> {
  const { default: PostalMime } = await import('postal-mime');
  const mail = await PostalMime.parse(await readFile(place));
  return {
    sentAt: mail.date ? new Date(mail.date) : null,
    to: mail.to?.map(({ address = '' }) => readableAddress(address)).join(', ') ?? '',
    subject: mail.subject ?? '',
    text: mail.text ?? '',
  };
}
