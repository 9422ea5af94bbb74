import type { FastifyInstance } from 'fastify';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const FILES = {
  '/rings': ['rings.html', 'text/html; charset=utf-8'],
  '/rings/rings.css': ['rings.css', 'text/css; charset=utf-8'],
  '/rings/rings.js': ['rings.js', 'text/javascript; charset=utf-8'],
} as const;

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; " +
  "form-action 'none'; frame-ancestors 'none'";

/** A small page that shows the rings found, at /rings. It holds nothing itself and asks GraphQL, so it is public. */
export function ringsPage(app: FastifyInstance): void {
  for (const [url, [file, type]] of Object.entries(FILES)) {
    const content = readFileSync(join(import.meta.dirname, 'page', file));
    app.get(url, { config: { access: 'public' }, schema: { hide: true } }, (_request, reply) =>
      reply.type(type).header('content-security-policy', POLICY).send(content),
    );
  }
}
