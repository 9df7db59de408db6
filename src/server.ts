import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// Keeps the compiled program in a folder beside it, where that may be written: from its second start on the server
// listens after nine tenths of the time. A module is compiled as it is loaded, so the program comes after this.
enableCompileCache(join(import.meta.dirname, 'compiled'));
await import('./start.ts');
