import { HelpPage } from '../../views/help.tsx';
import { type HelpName, helpTopics } from '../../views/help-topics.ts';
import { paths } from '../../views/kit/paths.ts';
import { NotFound } from '../data/database/errors.ts';
import { publicGet, type Route } from '../web/env.ts';
import { frame } from '../web/frame.ts';
import { show } from '../web/respond.ts';

/** Route of the pages of help, which anybody may read, because they tell nothing of an entity (product 1). */
export const helpRoutes: Route[] = [
  publicGet(paths.help(':topic'), (c) => {
    const name = c.req.param('topic') ?? '';
    if (!Object.hasOwn(helpTopics, name)) throw new NotFound();
    const topic = helpTopics[name as HelpName];
    return show(c, <HelpPage frame={frame(c, topic.title, null)} topic={topic} back={topic.screen} />);
  }),
];
