import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import type { TestProject } from 'vitest/node';
import { buildAssets } from '../../../build-assets.ts';
import { migrate } from '../../../src/data/database/database.ts';
import { openServer } from '../../../src/data/database/server.ts';
import { hashPassword } from '../../../src/data/secrets/passwords.ts';
import { openQueue } from '../../../src/jobs/queue.ts';
import { root } from '../../architecture/source.ts';
import { weightsTable } from '../lint/weights.ts';
import { password } from '../stage/cast.ts';
import { type OpeningCast, registerCast } from '../stage/opening-cast.ts';
import { buildFolder } from './cache.ts';
import { type PostgresServer, startPostgres } from './postgres.ts';

/** The data that all test files of a run share. */
type Run = {
  /** A folder for this run, removed at its end. */
  folder: string;
  /** The database server's address for its superuser, to create and drop databases. */
  adminUrl: string;
  /** Its address for the role that the product has: it owns databases and may create roles, and is no superuser. */
  ownerUrl: string;
  /** The name of the migrated database that test files get copies of. */
  template: string;
  /** The name of a copy with the opening cast, for stages. */
  stageTemplate: string;
  cast: OpeningCast;
  /** The Argon2id hash of the cast's password. */
  passwordHash: string;
};

declare module 'vitest' {
  interface ProvidedContext {
    run: Run;
    /** The kind of database on which a project's stages run (`vitest.config.ts`). */
    stageOn: 'server' | 'embedded';
  }
}

/** Runs once before all test files. Vitest calls the returned function once after them. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  buildAssets(join(root, 'dist', 'static'));
  const server = await startPostgres();
  const folder = join(server.folder, 'run');
  mkdirSync(folder);
  const template = 'soce_template';
  const stageTemplate = 'soce_stage';
  await makeTemplate(server, template);
  const passwordHash = await hashPassword(password);
  const cast = await makeStageTemplate(server, template, stageTemplate, passwordHash);
  const urls = { adminUrl: server.adminUrl(), ownerUrl: server.ownerUrl(template) };
  project.provide('run', { folder, ...urls, template, stageTemplate, cast, passwordHash });
  return async () => {
    const table = weightsTable(folder);
    rmSync(buildFolder(folder), { recursive: true, force: true });
    await server.end();
    if (table) console.log(table);
  };
}

async function makeTemplate(server: PostgresServer, name: string): Promise<void> {
  await server.asAdmin(`create database ${name} owner ${server.owner}`);
  const database = openServer(server.ownerUrl(name), { statementTimeout: 0 });
  await migrate(database);
  // The queue's tables take a tenth of a second to create, and most test files need them.
  const queue = await openQueue(database, pino({ level: 'silent' }));
  await queue.close();
  await database.close();
}

async function makeStageTemplate(server: PostgresServer, template: string, name: string, passwordHash: string) {
  await server.asAdmin(`create database ${name} template ${template} owner ${server.owner}`);
  const database = openServer(server.ownerUrl(name), { statementTimeout: 0 });
  return registerCast(database, passwordHash).finally(() => database.close());
}
