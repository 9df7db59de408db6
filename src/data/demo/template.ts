import type { Entity } from '../entity/entity.ts';
import { type DemoTemplate, moment } from './entities.ts';

/** The step that adds a demonstration template; entityAt opens the entity at a moment. */
export function templateStep(
  { name, created, menus }: DemoTemplate,
  now: Date,
  entityAt: (at: Date) => Pick<Entity, 'templates'>,
): { at: Date; run: (at: Date) => Promise<void> } {
  return {
    at: moment(now, created, 300),
    run: async (at) => {
      const { kind } = await entityAt(at).templates.add({ name, menus }, `demo-${name}`);
      if (kind !== 'changed') throw new Error(`The template ${name} was not added.`);
    },
  };
}
