import { describe, test } from 'vitest';
import { mailsTo, temporaryPasswordIn } from '../support/server/inbox.ts';
import type { CastUser } from '../support/stage/cast.ts';
import { mailOffices } from './mail-office.ts';
import { hurry, mailOf, postReset, standStill, until } from './mailing.ts';
import { administratorAt } from './municipality.ts';
import { carriedTo } from './stream.ts';

const openOffice = mailOffices();

/** The seconds after which a heartbeat is missed. That is noticed within 10 more, and the next try waits 10 to 20. */
const missed = 20;
const longestRedelivery = 10 + 20 + 10;

describe.concurrent.each(['server', 'embedded'] as const)(
  'Killing the product amid mails on the %s database',
  (kind) => {
    test('loses no mail: one under way comes again within a minute, all others once', {
      timeout: 180_000,
    }, async ({ expect }) => {
      const atRecipient = { of: (_email: string): 'go on' | 'refuse' | 'say nothing' => 'go on' };
      const office = await openOffice(['eva', 'ana', 'sol'], {
        kind,
        inbox: {
          smtp: {
            onRcptTo: ({ address }, _session, answer) => {
              const reaction = atRecipient.of(address);
              if (reaction === 'go on') answer();
              if (reaction === 'refuse') answer(Object.assign(new Error('Try again later'), { responseCode: 451 }));
            },
          },
        },
      });
      const { inbox } = office;
      const { eva, ana, sol } = office.people;
      const people = [eva, ana, sol];
      const comings = ({ email }: CastUser) => mailsTo(inbox, email);
      let product = await office.start();
      const administrator = await administratorAt(product);
      const { token } = administrator;
      const startAgain = async () => {
        expect(await product.ended).toEqual({ code: null, signal: 'SIGKILL' });
        // Makes the heartbeats older, as if nothing had run for so long.
        await office.look((database) => standStill(database, missed));
        product = await office.start();
      };

      // The first mail has been accepted by the server without an answer yet; the next two changes are acknowledged.
      inbox.beforeAnswer = async () => void (await product.ended);
      await postReset(administrator, token, eva);
      await until(
        () => comings(eva).length,
        (times) => times === 1,
      );
      await postReset(administrator, token, ana);
      await postReset(administrator, token, sol);
      product.kill('SIGKILL');

      // Two mails are under way when one of them is refused.
      atRecipient.of = (email) => {
        if (email !== sol.email) return 'say nothing';
        product.kill('SIGKILL');
        return 'refuse';
      };
      inbox.beforeAnswer = async () => {};
      await startAgain();
      expect(await product.ended).toEqual({ code: null, signal: 'SIGKILL' });
      atRecipient.of = () => 'go on';
      await startAgain();
      await carriedTo(product, administrator);

      await until(
        async () => {
          if (kind === 'server') await office.look(hurry);
          return people.map((person) => comings(person).length);
        },
        (times) => times.every((count, index) => count >= (index === 0 ? 2 : 1)),
        longestRedelivery,
      );
      const [first, second] = comings(eva);
      if (!first || !second) return expect.unreachable();
      expect(second.messageId).toBe(first.messageId);
      expect(temporaryPasswordIn(second)).toBe(temporaryPasswordIn(first));

      product.kill('SIGTERM');
      expect(await product.ended).toEqual({ code: 0, signal: null });
      const standings = await office.look((database) => Promise.all(people.map((person) => mailOf(database, person))));
      expect(standings.map(({ state, status }) => [state, status])).toEqual(Array(3).fill(['completed', 'sent']));
      expect(people.map((person) => comings(person).length)).toEqual([2, 1, 1]);
    });
  },
);
