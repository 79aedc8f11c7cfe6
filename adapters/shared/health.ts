/** The web server of the process: `/healthz`, and the routes of platforms that are called over HTTP. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { House, Platform } from './platform.ts';

export interface Health {
  readonly ok: boolean;
  readonly platforms: Readonly<Record<string, 'connected' | 'not connected'>>;
  readonly knowledge: {
    readonly version: string;
    readonly facts: number;
    readonly upTo: string;
    /** An edit on disk that could not be taken over; what is said above is still so. */
    readonly faultyEdit?: { readonly since: string; readonly faults: number; readonly first: string };
  };
}

/** Connected platforms and the knowledge that is loaded; `ok` when every platform is connected. */
export function readHealth(house: Pick<House, 'plenary' | 'edits'>, platforms: readonly Platform[]): Health {
  const plenary = house.plenary();
  const { facts, upTo } = plenary.overview();
  const edit = house.edits?.faulty();
  return {
    ok: platforms.every((p) => p.connected()),
    platforms: Object.fromEntries(platforms.map((p) => [p.name, p.connected() ? 'connected' : 'not connected'])),
    knowledge: {
      version: plenary.version,
      facts,
      upTo,
      ...(edit
        ? {
            faultyEdit: {
              since: new Date(edit.at).toISOString(),
              faults: edit.faults.length,
              first: edit.faults[0] ?? '',
            },
          }
        : {}),
    },
  };
}

export interface Web {
  readonly port: number;
  close(): Promise<void>;
}

/** A body takes no longer than this to arrive; a platform sends its own at once. */
const REQUEST_MS = 10_000;

/** A request that is being answered when the process ends gets so long; the whole process leaves within 5 s. */
const CLOSING_MS = 300;

/** Listens on `host`:`port`; port 0 takes a free one. Rejects when the port is taken. */
export async function openWeb(
  house: House,
  platforms: readonly Platform[],
  at: { host: string; port: number },
): Promise<Web> {
  const routes = platforms.flatMap((p) => (p.route ? [p.route] : []));
  const server = createServer({ requestTimeout: REQUEST_MS, headersTimeout: REQUEST_MS }, (request, response) => {
    const path = (request.url ?? '/').split('?')[0];
    const route = routes.find((r) => r.path === path);
    if (route) return route.handle(request, response);
    if (path === '/healthz' && (request.method === 'GET' || request.method === 'HEAD')) {
      const health = readHealth(house, platforms);
      response.writeHead(health.ok ? 200 : 503, { 'content-type': 'application/json', 'cache-control': 'no-store' });
      return void response.end(`${JSON.stringify(health)}\n`);
    }
    response.writeHead(404).end();
  });
  await listen(server, at);
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), CLOSING_MS).unref();
      }),
  };
}

const listen = (server: Server, at: { host: string; port: number }): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`HOST/PORT: ${at.host}:${at.port} is taken by another program; set PORT to a free one`)
          : error,
      ),
    );
    server.listen(at.port, at.host, resolve);
  });
