// kill -9 of the server under 32 residents who send at once: whatever was acknowledged is in the export exactly once.
//   node tests/kill/kill.js [ROUNDS]      (SOUNDINGS_BUILD names the build directory)
// Each resident answers the one question and sends; a 303 to `sent` is the acknowledgement. After a random moment the
// server is killed and started again on the same store; each resident who was acknowledged must then be shown their
// reference, and each reference must be one row, with what that resident said.
import { spawn, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const build = resolve(process.env.SOUNDINGS_BUILD ?? join(source, 'build'));
const rounds = Number(process.argv[2] ?? 3);
const RESIDENTS = 32;
let running;
process.on('exit', () => running?.kill('SIGKILL'));
const store = mkdtempSync(join(tmpdir(), 'soundings-kill-'));

function start() {
  const child = spawn(
    join(build, 'bin/survey-server'),
    ['--store', store, '--listen', '127.0.0.1', '--port', '0', join(source, 'tests/data/one-question.xml')],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, SOUNDINGS_LOCALE: join(build, 'locale') } },
  );
  running = child;
  return new Promise((done, fail) => {
    let said = '';
    const hear = (bytes) => {
      said += bytes;
      const port = /Serving[^\n]*?http:\/\/127\.0\.0\.1:(\d+)/.exec(said)?.[1];
      if (port) done({ child, port: Number(port), agent: new Agent({ keepAlive: true }) });
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', (code) => fail(new Error(`the server ended with ${code} before it served: ${said}`)));
  });
}

function ask(server, method, path, { cookie, body } = {}) {
  return new Promise((done, fail) => {
    const headers = { Origin: `http://127.0.0.1:${server.port}`, 'Sec-Fetch-Site': 'same-origin' };
    if (cookie) headers.Cookie = cookie;
    if (body !== undefined) headers['Content-Type'] = 'application/x-www-form-urlencoded';
    const sent = request({ host: '127.0.0.1', port: server.port, agent: server.agent, method, path, headers }, (reply) => {
      let text = '';
      reply.setEncoding('utf8');
      reply.on('data', (part) => (text += part));
      reply.on('end', () => done({ status: reply.statusCode, headers: reply.headers, text }));
      reply.on('error', fail);
    });
    sent.on('error', fail);
    sent.end(body);
  });
}

const referenceIn = (text) => /<strong id="ref">([^<]+)<\/strong>/.exec(text)?.[1];
const acknowledged = []; // {cookie, words}
let nth = 0;
let refused = 0;

// Answer and send until the server is gone.
async function resident(server) {
  for (;;) {
    const words = `resident ${++nth}`;
    try {
      const page = await ask(server, 'POST', '/one-question/p_one', { body: `q_one=1&q_why=${encodeURIComponent(words)}` });
      const cookie = page.headers['set-cookie']?.[0].split(';')[0];
      if (page.status !== 303 || cookie === undefined) throw new Error(`page: ${page.status} ${page.text.slice(0, 200)}`);
      await ask(server, 'GET', '/one-question/check-answers', { cookie });
      const sent = await ask(server, 'POST', '/one-question/check-answers', { cookie, body: '' });
      if (sent.status === 503) refused++;
      else if (sent.status !== 303 || !/\/sent$/.test(sent.headers.location)) throw new Error(`send: ${sent.status} ${sent.headers.location} ${sent.text.slice(0, 200)}`);
      else acknowledged.push({ cookie, words });
    } catch (error) {
      if (server.isKilled && error.code !== undefined) return;
      throw error;
    }
  }
}

try {
  let first = 0;
  const references = new Map();
  for (let round = 1; round <= rounds; round++) {
    const server = await start();
    const all = Array.from({ length: RESIDENTS }, () => resident(server));
    await new Promise((done) => setTimeout(done, 300 + Math.random() * 1200));
    server.isKilled = true;
    server.child.removeAllListeners('exit');
    const gone = new Promise((done) => server.child.once('exit', done));
    server.child.kill('SIGKILL');
    await gone;
    await Promise.all(all);

    const again = await start();
    for (const { cookie, words } of acknowledged.slice(first)) {
      const page = await ask(again, 'GET', '/one-question/sent', { cookie });
      const reference = referenceIn(page.text);
      if (reference === undefined) throw new Error(`round ${round}: ${words} was acknowledged, but is shown no reference: ${page.status}`);
      if (references.has(reference)) throw new Error(`round ${round}: two residents have the reference ${reference}`);
      references.set(reference, words);
    }
    console.log(`round ${round}: ${acknowledged.length - first} acknowledged`);
    first = acknowledged.length;
    again.child.removeAllListeners('exit');
    const stopped = new Promise((done) => again.child.once('exit', done));
    again.child.kill('SIGTERM');
    await stopped;
  }

  const run = (...args) => execFileSync(join(build, 'bin/survey-response'), args, { encoding: 'utf8', maxBuffer: 1 << 30 });
  const rows = run('export', '--store', store, '--survey', 'one-question').trim().split('\n').slice(1).map((line) => line.split(','));
  const seen = new Map();
  for (const cells of rows) seen.set(cells[0], [...(seen.get(cells[0]) ?? []), cells.at(-1)]);
  for (const [reference, words] of references) {
    const found = seen.get(reference) ?? [];
    if (found.length !== 1 || found[0] !== words) throw new Error(`${reference} (${words}) is in the export ${found.length} times: ${found}`);
  }
  if (new Set(rows.map((cells) => cells.at(-1))).size !== rows.length) throw new Error('somebody is in the export twice');
  run('check', '--store', store);
  if (references.size === 0) throw new Error('nothing was acknowledged: the test shows nothing');
  console.log(`${references.size} acknowledged in ${rounds} rounds, ${rows.length} in the export, ${refused} asked to try again`);
} finally {
  rmSync(store, { recursive: true, force: true });
}
process.exit(0);
