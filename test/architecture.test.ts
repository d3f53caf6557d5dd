/** The house rules: who may import whom, and what the domain may not ask of the machine. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { cruise, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser';
import { beforeAll, describe, expect, test } from 'vitest';

const FORBIDDEN: readonly (IForbiddenRuleType & { readonly name: string })[] = [
  {
    name: 'the domain imports itself, zod and Temporal',
    from: { path: '^src/coordination/' },
    to: { pathNot: '^src/coordination/|^node_modules/(zod|temporal-polyfill)/' },
  },
  {
    name: 'commands import the domain, zod and chrono-node',
    from: { path: '^src/commands/' },
    to: { pathNot: '^src/(coordination|commands)/|^node_modules/(zod|chrono-node)/' },
  },
  {
    name: 'an adapter imports the domain, commands and its own folder, never a sibling',
    from: { path: '^src/adapters/([^/]+)/' },
    to: { path: '^src/', pathNot: '^src/(coordination|commands)/|^src/adapters/$1/' },
  },
  {
    name: 'the page of the playground runs in a browser',
    from: { path: '^src/adapters/playground/page/' },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'nobody imports main or cli',
    from: { pathNot: '^src/cli' },
    to: { path: '^src/(main|cli)[./]' },
  },
  { name: 'what is imported exists', from: {}, to: { couldNotResolve: true } },
  { name: 'no module imports itself by way of others', from: {}, to: { circular: true } },
];

/** As many modules as there were when this was written: fewer would mean that nothing was read. */
const AT_LEAST = 150;

const filesUnder = (folder: string, ending: RegExp): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => ending.test(path));

describe('imports', () => {
  let result: ICruiseResult;

  beforeAll(async () => {
    const { output } = await cruise(
      ['src'],
      {
        parser: 'swc',
        tsPreCompilationDeps: true,
        doNotFollow: { path: '^node_modules/' },
        // Its parser reads no JSX: those are read below.
        exclude: { path: '[.]tsx$' },
        validate: true,
        ruleSet: { forbidden: FORBIDDEN.map((rule) => ({ ...rule, severity: 'error' })) },
      },
      { extensions: ['.ts'], exportsFields: ['exports'], conditionNames: ['import', 'node'] },
    );
    result = output as ICruiseResult;
  });

  test('are all read', () => {
    const own = result.modules.filter((m) => m.source.startsWith('src/'));
    expect(own.length).toBeGreaterThan(AT_LEAST);
  });

  test.each(FORBIDDEN.map(({ name }) => name))('%s', (name) => {
    const broken = result.summary.violations.filter((v) => v.rule.name === name);
    expect(broken.map((v) => `${v.from} -> ${v.cycle?.map((c) => c.name).join(' -> ') ?? v.to}`)).toEqual([]);
  });

  test('parts of the page stay in its folder, the domain and commands', () => {
    const files = filesUnder('src/adapters/playground/page', /\.tsx$/);
    expect(files.length).toBeGreaterThan(20);
    const outside = files.flatMap((file) =>
      importsOf(file)
        .map((path) => (path.startsWith('.') ? normalize(join(dirname(file), path)) : path))
        .filter((path) => !/^(src\/(coordination|commands|adapters\/playground)\/|preact(\/|$))/.test(path))
        .map((path) => `${file} -> ${path}`),
    );
    expect(outside).toEqual([]);
  });
});

function importsOf(file: string): string[] {
  const found = readFileSync(file, 'utf8').matchAll(/^(?:import|export|\}).*?(?:from )?'([^']+)';$/gm);
  return [...found].map(([, path = '']) => path);
}

describe('clock and chance are passed in', () => {
  const ASKED = /Date\.now\(|new Date\(\)|\bDate\(\)|Math\.random|randomUUID|performance\.now|Temporal\.Now/;

  test.each(['src/coordination', 'src/commands'])('%s asks for neither', (folder) => {
    const files = filesUnder(folder, /\.ts$/);
    expect(files.length).toBeGreaterThan(20);
    expect(files.filter((file) => ASKED.test(readFileSync(file, 'utf8')))).toEqual([]);
  });

  test('the environment is read in one place', () => {
    const readers = filesUnder('src', /\.tsx?$/).filter((f) => /process\.env/.test(readFileSync(f, 'utf8')));
    expect(readers).toEqual(['src/config.ts']);
  });
});
