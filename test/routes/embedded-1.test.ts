import { playOnEmbedded } from '../support/embedded-suite.ts';

await playOnEmbedded({ part: 1, of: 2 });
