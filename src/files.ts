/** What the package holds beside the program, which runs from src/ and as the bundle in dist/ alike. */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

export const PACKAGE_JSON = pathToFileURL(createRequire(import.meta.url).resolve('#package.json'));

/** Built once with the program, whichever way that runs: a folder. */
export const PAGE = new URL('dist/adapters/playground/page/', PACKAGE_JSON);
