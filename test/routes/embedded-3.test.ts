import { playOnEmbedded } from '../support/embedded-suite.ts';

await playOnEmbedded({ part: 3, of: 3 });
