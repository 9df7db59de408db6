import { expect, test } from 'vitest';
import type { Visitor } from '../support/browser/visitor.ts';
import { visiting } from '../support/stage/administration.ts';
import { addContact, newcomer, scopeOf } from '../support/stage/cast.ts';
import { mailsTried } from '../support/stage/mail-queue.ts';
import { onMailStage, type Stage } from '../support/stage/stage.ts';

const label = 'Correo Electrónico';
const sentence = `${label}: escriba una dirección completa, como nombre@entidad.gob.ec.`;

onMailStage('The e-mail of a contact', (stage) => {
  test.for([
    '"ana"@entidad.example',
    '"x y"@d.ec',
    '<a@b.ec>',
    'Ana <ana@entidad.example>',
    'ana@entidad.example, otra@entidad.example',
    'ana@entidad.example;otra@entidad.example',
    'a@b@c',
    'ana@entidad.example"><script>alert(1)</script>',
    `${'a'.repeat(308)}@b.example.ec`,
    'аna@entidad.example',
    'ana＠entidad.example',
    'ana\u200b@entidad.example',
    '\u202eana@entidad.example',
  ])('can’t be %j: the field is named, the typed values are kept, and no mail is sent', async (typed) => {
    const { id, visitor } = await opened(stage);
    const page = await visitor.fill({ [label]: typed }).press('Guardar');
    expect([page.status, page.title.startsWith('Error: '), page.errors]).toEqual([422, true, [sentence]]);
    const field = page.field(label);
    expect([field.invalid, field.value]).toEqual([true, typed]);
    expect(field.describedBy).toContain(sentence);
    expect(await traces(stage, id)).toEqual({ email: 'antes@prueba.example', mails: 0 });
  });

  test.for([
    'ana@entidad.example\nBcc: otra@entidad.example',
    'ana@entidad.example\nRCPT TO:<otra@entidad.example>',
    'ana@entidad.example\n',
    'ana@entidad.example\u0000',
    '\u0007ana@entidad.example',
  ])('can’t be %j with characters that no keyboard types, and the others are kept', async (typed) => {
    const { id, visitor } = await opened(stage);
    const page = await visitor.fill({ [label]: typed }).press('Guardar');
    expect([page.status, page.errors]).toEqual([422, [expect.stringMatching(`^${label}: `)]]);
    const rest = typed.replace(/[\u0000-\u001f]/g, '');
    expect([page.field(label).invalid, page.field(label).value]).toEqual([true, rest]);
    expect(await traces(stage, id)).toEqual({ email: 'antes@prueba.example', mails: 0 });
  });

  test.for(["o'hara+compras_2@sub-dominio.entidad.gob.ec", 'A.B-c@X.EC', `${'a'.repeat(64)}@entidad.gob.ec`])(
    'may be %s, and is then the only recipient of its mail',
    async (address) => {
      const { id, visitor } = await opened(stage);
      const page = await visitor.fill({ [label]: ` ${address} ` }).press('Guardar');
      expect(page.announced).toEqual(['Datos Actualizados']);
      expect(await traces(stage, id)).toEqual({ email: address, mails: 2 });
      await mailsTried(stage);
      const its = stage.inbox.mails.filter(({ to }) => to === lowerDomain(address));
      expect(its.map(({ recipients }) => recipients)).toEqual([[lowerDomain(address)]]);
    },
  );
});

// Adds a contact and opens its form.
async function opened(stage: Stage): Promise<{ id: number; visitor: Visitor }> {
  const scope = scopeOf(stage.database, stage.quito, stage.clock.now);
  const id = await addContact(scope, newcomer('Correa', 'Clara', { email: 'antes@prueba.example' }));
  return { id, visitor: await visiting(stage, stage.quito.administrator, `/administracion/contactos/${id}`) };
}

// Lowers the case of the domain, which does not matter; that of the local part may.
function lowerDomain(address: string): string {
  return address.replace(/@.*$/, (domain) => domain.toLowerCase());
}

async function traces({ database: { owner } }: Stage, id: number): Promise<{ email: string; mails: number }> {
  const { email } = await owner.selectFrom('contacts').select('email').where('id', '=', id).executeTakeFirstOrThrow();
  const mails = await owner.selectFrom('mails').select('id').where('contact_id', '=', id).execute();
  return { email, mails: mails.length };
}
