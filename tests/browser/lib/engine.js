// The built programs: a server on a port of the kernel's choice with a store of its own, what commands put into that before, and
// exports from it.
import { spawn, execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const here = dirname(fileURLToPath(import.meta.url));
export const source = resolve(here, '../../..');
export const build = resolve(process.env.SOUNDINGS_BUILD ?? join(source, 'build'));

// A survey of this id was in the store once: its file is lost.
export const LOST = 'lost-types';

async function loseSurvey(store) {
  const work = mkdtempSync(join(tmpdir(), 'soundings-lost-'));
  const definition = join(work, 'lost.xml');
  const csv = join(work, 'none.csv');
  writeFileSync(definition, readFileSync(join(source, 'tests/data/all-types.xml'), 'utf8').replace('id="all-types"', `id="${LOST}"`));
  const program = join(build, 'bin/survey-response');
  const { stdout } = await promisify(execFile)(program, ['simulate', '--survey', definition, '--count', '1', '--seed', '1']);
  writeFileSync(csv, stdout);
  await promisify(execFile)(program, ['import', '--store', store, '--survey', definition, csv]);
  rmSync(join(store, `${LOST}.db`));
  return { definition, forget: () => rmSync(work, { recursive: true }) };
}

// `surveys`: definitions; `people`: accounts of staff by name and role. Their one-time links are in `links`, by name.
export async function startEngine({ surveys = ['forms/surveys', 'tests/data/all-types.xml'], people = {} } = {}) {
  const store = mkdtempSync(join(tmpdir(), 'soundings-browser-'));
  const output = [];
  const links = {};
  for (const [name, role] of Object.entries(people)) {
    const { stdout } = await promisify(execFile)(join(build, 'bin/survey-server'), ['user', 'add', name, '--role', role, '--store', store]);
    links[name] = /\/staff\/welcome\?link=\S+/.exec(stdout)[0];
  }
  const lost = await loseSurvey(store);
  const server = spawn(
    join(build, 'bin/survey-server'),
    ['--store', store, '--listen', '127.0.0.1', '--port', '0', ...surveys.map((path) => join(source, path)), lost.definition],
    { env: { ...process.env, SOUNDINGS_LOCALE: join(build, 'locale') }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const ended = new Promise((done) => server.once('exit', done));
  const said = () => `what the server said:\n${output.join('').split('\n').slice(-30).join('\n')}`;
  const address = await new Promise((done, fail) => {
    const timer = setTimeout(() => fail(new Error(`no Serving line after 30 s; ${said()}`)), 30_000);
    const hear = (bytes) => {
      output.push(String(bytes));
      const line = /Serving[^\n]*?(http:\/\/[^\s/]+)/.exec(output.join(''));
      if (line) {
        clearTimeout(timer);
        done(line[1]);
      }
    };
    server.stdout.on('data', hear);
    server.stderr.on('data', hear);
    server.once('error', fail);
    server.once('exit', (code) => {
      clearTimeout(timer);
      fail(new Error(`the server ended with ${code}; ${said()}`));
    });
  });

  lost.forget();
  return {
    address,
    store,
    links,
    said,
    output: () => output.join(''),
    screenshots: join(build, 'screenshots'),
    // Rows of the survey's export as objects by column.
    async exported(survey) {
      const { stdout } = await promisify(execFile)(
        join(build, 'bin/survey-response'),
        ['export', '--store', store, '--survey', survey],
        { maxBuffer: 64 * 1024 * 1024 },
      );
      return parseCsv(stdout);
    },
    async stop() {
      server.kill('SIGTERM');
      const timer = setTimeout(() => server.kill('SIGKILL'), 15_000);
      await ended;
      clearTimeout(timer);
      rmSync(store, { recursive: true, force: true });
    },
  };
}

function parseCsv(text) {
  const rows = [];
  let row = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/g)) {
    row.push(quoted !== undefined ? quoted.replaceAll('""', '"') : plain);
    if (end === ',') continue;
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
    if (end === '') break;
  }
  const [names, ...values] = rows;
  return values.map((cells) => Object.fromEntries(names.map((name, i) => [name, cells[i]])));
}
