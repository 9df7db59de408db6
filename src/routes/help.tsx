import { HelpIndexPage, type HelpLink, HelpPage } from '../../views/help.tsx';
import { type HelpName, helpGroups, helpTopics } from '../../views/help-topics.ts';
import { paths } from '../../views/kit/paths.ts';
import { NotFound } from '../data/database/errors.ts';
import { publicGet, type Route } from '../web/env.ts';
import { frame } from '../web/frame.ts';
import { show } from '../web/respond.ts';

/** Routes of the help and its index, which anybody may read, because they tell nothing of an entity (product 1). */
export const helpRoutes: Route[] = [
  publicGet(paths.helpIndex(), (c) => {
    const groups = helpGroups.map(({ title, names }) => ({ title, links: names.map(linkTo) }));
    return show(c, <HelpIndexPage frame={frame(c, 'Ayuda', null)} groups={groups} support={c.var.app.support} />);
  }),

  publicGet(paths.help(':topic'), (c) => {
    const name = c.req.param('topic') ?? '';
    if (!Object.hasOwn(helpTopics, name)) throw new NotFound();
    const { screen, more = [], ...topic } = helpTopics[name as HelpName];
    return show(
      c,
      <HelpPage frame={frame(c, topic.title, null)} topic={topic} more={more.map(linkTo)} back={screen} />,
    );
  }),
];

function linkTo(name: HelpName): HelpLink {
  return { href: paths.help(name), text: helpTopics[name].title.replace('Ayuda: ', '') };
}
