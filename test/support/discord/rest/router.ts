/** Finds the handler of a path in as many steps as it has parts. */
import type { Core } from '../core.ts';
import type { Interactions } from '../interactions.ts';
import type { StoredFile } from '../message-body.ts';

export interface Served extends Core {
  readonly interactions: Interactions;
}

/** A request, read. */
export interface Call {
  readonly world: Served;
  /** What stands at the `:names` of the route, in order. */
  readonly params: readonly string[];
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly files: readonly StoredFile[];
}

/** What is returned is the body of a 200; nothing: 204. @throws Refusal */
export type Handler = (call: Call) => unknown;

export interface Route {
  /** `GET /channels/:channel`: the route's name for limits and faults, too. */
  readonly on: string;
  /** Needs no bot token: it carries one of its own. */
  readonly free?: boolean;
  readonly run: Handler;
}

interface Node {
  readonly fixed: Map<string, Node>;
  any: Node | null;
  readonly routes: Map<string, Route>;
}

export class Router {
  readonly #root: Node = node();

  add(routes: readonly Route[]): void {
    for (const route of routes) {
      const [method = '', path = ''] = route.on.split(' ');
      let at = this.#root;
      for (const part of path.slice(1).split('/')) at = part.startsWith(':') ? wildcard(at) : fixed(at, part);
      at.routes.set(method, route);
    }
  }

  /** @param parts of the path, behind the version */
  find(method: string, parts: readonly string[]): { route: Route; params: string[] } | null {
    const params: string[] = [];
    let at = this.#root;
    for (const part of parts) {
      const next = at.fixed.get(part);
      if (!next) params.push(part.includes('%') ? decodeURIComponent(part) : part);
      const to = next ?? at.any;
      if (!to) return null;
      at = to;
    }
    const route = at.routes.get(method);
    return route ? { route, params } : null;
  }
}

const node = (): Node => ({ fixed: new Map(), any: null, routes: new Map() });

function wildcard(at: Node): Node {
  at.any ??= node();
  return at.any;
}

function fixed(at: Node, part: string): Node {
  const next = at.fixed.get(part) ?? node();
  at.fixed.set(part, next);
  return next;
}
