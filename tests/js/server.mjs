// An endpoint on the loopback interface that can be given one dataset after the other: ours, or oxigraph's own server.

import './loopback.mjs';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writer } from 'n3';

const PATIENCE = 30_000;

const pause = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds));

/** Asks until there is an answer. */
async function until(what, ask) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) {
      return answer;
    }
    if (Date.now() > end) {
      throw new Error(`waited ${PATIENCE} ms for ${what}`);
    }
    await pause(20);
  }
}

/** Quads of RDF/JS as N-Quads. */
export function nquads(quads) {
  const writer = new Writer({ format: 'N-Quads' });
  return quads.map(quad => writer.quadToString(quad.subject, quad.predicate, quad.object, quad.graph)).join('');
}

/** Runs a program to its end, and fails with what it said. */
function run(program, args) {
  const { status, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (error || status !== 0) {
    throw error ?? new Error(`${program} ${args.join(' ')} ended with ${status}\n${stderr}`);
  }
}

/** A program that serves. What it says on standard error is kept for those who want to know why. */
function serve(program, args) {
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const server = { child, said: '', ended: undefined };
  child.stderr.setEncoding('utf8').on('data', text => { server.said += text; });
  child.on('error', error => { server.ended = `${error}`; });
  child.on('exit', (code, signal) => { server.ended ??= `it ended with ${code ?? signal}`; });
  server.check = () => {
    if (server.ended !== undefined) {
      throw new Error(`${program} ${args.join(' ')}: ${server.ended}\n${server.said}`);
    }
  };
  server.stop = async () => {
    child.kill('SIGTERM');
    await until('the server to end', () => server.ended).catch((error) => {
      child.kill('SIGKILL');
      throw error;
    });
  };
  return server;
}

/** A folder, and what is done with it; it is gone afterwards, and at once where that fails. */
async function inFolder(name, start) {
  const folder = mkdtempSync(join(tmpdir(), name));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const started = await start(folder);
    return { ...started, stop: () => started.stop().finally(remove) };
  } catch (error) {
    remove();
    throw error;
  }
}

/** What a server answers first; one that does not is stopped. */
async function first(server, what, ask) {
  try {
    return await until(what, () => {
      server.check();
      return ask();
    });
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** A port that nobody listens on, for a program that cannot choose one itself. */
function freePort() {
  return new Promise((resolve, reject) => {
    const socket = createServer().on('error', reject);
    socket.listen(0, '127.0.0.1', () => {
      const { port } = socket.address();
      socket.close(() => resolve(port));
    });
  });
}

/**
 * Our server on a store of its own. A dataset is an edition: it is loaded beside the running server, which goes over to
 * it by itself.
 */
export const aicity = program => inFolder('aicity-js-', async (folder) => {
  const [store, data] = [join(folder, 'store'), join(folder, 'data.nq')];
  const publish = (text) => {
    writeFileSync(data, text);
    run(program, ['load', '--quiet', '--format', 'graph', data, '--store', store]);
    return readFileSync(join(store, 'CURRENT'), 'utf8').split(' ')[0];
  };
  publish('');
  const server = serve(program, ['serve', '--store', store, '--bind', '127.0.0.1:0']);
  const url = await first(server, 'the address of the server', () => /http:\/\/127\.0\.0\.1:\d+/u.exec(server.said)?.[0]);
  const health = async () => (await fetch(`${url}/health`)).json();
  return {
    name: 'aicity',
    // SERVICE is never allowed.
    understood: [403],
    endpoint: `${url}/sparql`,
    async dataset(text) {
      const generation = publish(text);
      server.child.kill('SIGHUP');
      await until(`${generation} to be served`, async () => {
        server.check();
        return (await health()).generation === generation || undefined;
      });
    },
    stop: server.stop,
  };
});

/** Oxigraph's own server (`pip install oxigraph`), whose answers ours are compared with by whoever changes this runner. */
export const stock = program => inFolder('oxigraph-js-', async (folder) => {
  const url = `http://127.0.0.1:${await freePort()}`;
  const server = serve(program, ['serve', '--location', folder, '--bind', url.slice('http://'.length)]);
  await first(server, 'the server', () => fetch(url).then(answer => answer.ok || undefined, () => undefined));
  return {
    name: 'oxigraph',
    // A function that it does not have is an error of its own.
    understood: [500],
    endpoint: `${url}/query`,
    async dataset(text) {
      const put = { method: 'PUT', body: text, headers: { 'content-type': 'application/n-quads' } };
      const answer = await fetch(`${url}/store`, put);
      if (!answer.ok) {
        throw new Error(`the dataset was refused: ${answer.status} ${await answer.text()}`);
      }
    },
    stop: server.stop,
  };
});
