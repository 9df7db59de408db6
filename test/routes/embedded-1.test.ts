import { playOnEmbedded } from '../support/stage/embedded-suite.ts';

await playOnEmbedded({ part: 1, of: 2 });
