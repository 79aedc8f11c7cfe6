/** The shape of the house: who may import whom, and what the core must not know. */
import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, posix, relative, sep } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PROJECT } from '../adapters/files/read.ts';

interface Import {
  /** A path of the project (`src/index.ts`), or a package (`fuse.js`, `node:fs`). */
  readonly to: string;
  readonly inProject: boolean;
  /** `import type`: gone when the code runs. */
  readonly typeOnly: boolean;
}

interface Module {
  readonly path: string;
  /** Without comments. */
  readonly code: string;
  readonly imports: readonly Import[];
}

/** `import … from 'x'`, `export … from 'x'`, `import 'x'`, `import('x')`. */
const IMPORT = /(?:^|[;}\s])(?:import|export)\b(\s+type\b)?(?:[^'"`;()]*?\bfrom)?\s*\(?\s*['"]([^'"]+)['"]/g;

const withoutComments = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');

export function importsOf(path: string, code: string): Import[] {
  return [...code.matchAll(IMPORT)].map(([, type, to = '']) => {
    const inProject = to.startsWith('.');
    return {
      to: inProject ? posix.normalize(posix.join(posix.dirname(path), to)) : to,
      inProject,
      typeOnly: type !== undefined,
    };
  });
}

function modulesOf(folder: string): Module[] {
  return readdirSync(join(PROJECT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => {
      const path = relative(PROJECT, join(entry.parentPath, entry.name)).split(sep).join('/');
      const code = withoutComments(readFileSync(join(PROJECT, path), 'utf8'));
      return { path, code, imports: importsOf(path, code) };
    });
}

const core = modulesOf('src');
const adapters = modulesOf('adapters');

/** Each import of `modules` that must not be, as `from → to`. */
const offences = (modules: readonly Module[], isForbidden: (path: string, to: Import) => boolean): string[] =>
  modules.flatMap(({ path, imports }) => imports.filter((i) => isForbidden(path, i)).map((i) => `${path} → ${i.to}`));

describe('the core', () => {
  // What the core is made with: search, YAML, shapes, word stems and sounds, and the arithmetic of dates. None of them touches the
  // world here: croner is given where to begin, and nothing to run.
  const PACKAGES = ['fuse.js', 'yaml', 'zod', 'snowball-stemmers', 'double-metaphone', 'croner', 'temporal-polyfill'];

  test('imports only itself and the packages named here', () => {
    expect(offences(core, (_, i) => (i.inProject ? !i.to.startsWith('src/') : !PACKAGES.includes(i.to)))).toEqual([]);
  });

  test('does not name a platform', () => {
    expect(core.filter((m) => /slack|discord|telegram|terminal/i.test(m.code)).map((m) => m.path)).toEqual([]);
  });

  test('has no clock, chance, network or process of its own', () => {
    const WORLD = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bfetch\(|\bprocess\.|\bconsole\.|\bsetTimeout\(/;
    expect(core.filter((m) => WORLD.test(m.code)).map((m) => m.path)).toEqual([]);
  });

  test('has stages that do not import one another', () => {
    const STAGES = ['understanding', 'facts', 'answer'];
    const stageOf = (path: string): string | undefined => STAGES.find((stage) => path.startsWith(`src/${stage}/`));
    expect(
      offences(core, (path, i) => {
        const [from, to] = [stageOf(path), stageOf(i.to)];
        return from !== undefined && to !== undefined && from !== to;
      }),
    ).toEqual([]);
  });

  test('has helpers of text that know nothing else, and nouns that need nothing else to run', () => {
    const shared = core.filter((m) => /^src\/(model|text)\//.test(m.path));
    const isShared = (to: string): boolean => /^src\/(model|text)\//.test(to);
    expect(
      offences(shared, (path, i) => i.inProject && !isShared(i.to) && !(i.typeOnly && path.startsWith('src/model/'))),
    ).toEqual([]);
  });
});

describe('the adapters', () => {
  // Whoever reads the files, and the keepers' commands over them, work on the knowledge itself.
  const KEEPERS = ['adapters/files/', 'adapters/terminal/keepers'];

  test('import of the core only its public surface', () => {
    expect(
      offences(adapters, (path, i) => {
        if (!i.to.startsWith('src/') || i.to === 'src/index.ts') return false;
        return !(KEEPERS.some((k) => path.startsWith(k)) && /^src\/(knowledge|model)\//.test(i.to));
      }),
    ).toEqual([]);
  });

  test('load the libraries of platforms only from the platforms', () => {
    const LIBRARY = /^(@slack\/|discord\.js|@discordjs\/)/;
    expect(offences(adapters, (path, i) => LIBRARY.test(i.to) && !/^adapters\/(slack|discord)\//.test(path))).toEqual(
      [],
    );
  });
});

test('imports run in no circle', () => {
  const graph = new Map(
    [...core, ...adapters].map((m) => [m.path, m.imports.filter((i) => i.inProject && !i.typeOnly).map((i) => i.to)]),
  );
  expect(circles(graph)).toEqual([]);
});

test('every import leads to a file or to a package that is declared', () => {
  const paths = new Set([...core, ...adapters].map((m) => m.path));
  const { dependencies } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as {
    dependencies: Readonly<Record<string, string>>;
  };
  const isDeclared = (to: string): boolean =>
    to.startsWith('node:') ? builtinModules.includes(to.slice(5)) : packageOf(to) in dependencies;
  expect(offences([...core, ...adapters], (_, i) => !(i.inProject ? paths.has(i.to) : isDeclared(i.to)))).toEqual([]);
});

const packageOf = (to: string): string =>
  to
    .split('/')
    .slice(0, to.startsWith('@') ? 2 : 1)
    .join('/');

/** Circles of a graph, each as `a → b → a`. */
function circles(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const walk = (path: string, way: readonly string[]): void => {
    if (way.includes(path)) {
      found.push([...way.slice(way.indexOf(path)), path].join(' → '));
      return;
    }
    if (done.has(path)) return;
    for (const to of graph.get(path) ?? []) walk(to, [...way, path]);
    done.add(path);
  };
  for (const path of graph.keys()) walk(path, []);
  return found;
}

describe('this test', () => {
  test('sees all kinds of import, and none in a text', () => {
    const code = [
      "import a from './a.ts';",
      "import { type B, c } from '../x/b.ts';",
      "import type { D } from 'd';",
      "export { e } from './e.ts';",
      "import 'f';",
      "const g = await import('./g.ts');",
      'import {\n  h,\n} from "h";',
      'const text = \'imported from "elsewhere"\';',
    ].join('\n');
    const imports = importsOf('src/y/z.ts', code);
    expect(imports.map((i) => i.to)).toEqual(['src/y/a.ts', 'src/x/b.ts', 'd', 'src/y/e.ts', 'f', 'src/y/g.ts', 'h']);
    expect(imports.filter((i) => i.typeOnly).map((i) => i.to)).toEqual(['d']);
  });

  test('sees a circle', () => {
    expect(
      circles(
        new Map([
          ['a', ['b']],
          ['b', ['c']],
          ['c', ['b']],
        ]),
      ),
    ).toEqual(['b → c → b']);
  });

  test('reads the project', () => {
    expect(core.map((m) => m.path)).toContain('src/index.ts');
    expect(core.flatMap((m) => m.imports).length).toBeGreaterThan(core.length);
    expect(dirname(core[0]!.path).startsWith('src')).toBe(true);
  });
});
