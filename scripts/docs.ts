/** Writes docs/commands.md from the registry: `npm run docs`. */
import { writeFileSync } from 'node:fs';
import { commandsPage } from '../src/commands/help.ts';
import { VERBS } from '../src/commands/registry.ts';

writeFileSync(new URL('../docs/commands.md', import.meta.url), commandsPage(VERBS));
