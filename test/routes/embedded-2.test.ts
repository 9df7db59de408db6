import { playOnEmbedded } from '../support/stage/embedded-suite.ts';

await playOnEmbedded({ part: 2, of: 2 });
