import { playOnEmbedded } from '../support/embedded-suite.ts';

await playOnEmbedded({ part: 2, of: 2 });
