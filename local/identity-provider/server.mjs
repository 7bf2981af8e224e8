// Starts the stand-in. Every option can also be given by the environment variable named beside it.

import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { serve } from './provider.mjs';

const USAGE = `usage: node server.mjs
  --issuer URL          IDP_ISSUER          http://127.0.0.1:<port>/api/realms/main
  --client-id ID        IDP_CLIENT_ID       default RP00000001
  --redirect-uri URL    IDP_REDIRECT_URI    may be repeated; several are separated by commas in the variable
  --client-jwks FILE    IDP_CLIENT_JWKS     the client's public key: a file with a JWK or a JWK set, or the JSON itself
  --persons FILE        IDP_PERSONS         default persons.json beside this program
  --signed-userinfo     IDP_SIGNED_USERINFO=1
`;

const { values } = parseArgs({
  options: {
    issuer: { type: 'string' },
    'client-id': { type: 'string' },
    'redirect-uri': { type: 'string', multiple: true },
    'client-jwks': { type: 'string' },
    persons: { type: 'string' },
    'signed-userinfo': { type: 'boolean' },
    help: { type: 'boolean' },
  },
});
const { env } = process;
const issuer = values.issuer ?? env.IDP_ISSUER;
const redirectUris = values['redirect-uri'] ?? env.IDP_REDIRECT_URI?.split(',').filter(Boolean);
const clientJwks = values['client-jwks'] ?? env.IDP_CLIENT_JWKS;
if (values.help || !issuer || !redirectUris?.length || !clientJwks) {
  process.stderr.write(USAGE);
  process.exit(values.help ? 0 : 2);
}

const read = (fileOrJson) => JSON.parse(fileOrJson.trimStart().startsWith('{') ? fileOrJson : readFileSync(fileOrJson, 'utf8'));
const keys = read(clientJwks);

const server = await serve({
  issuer,
  clientId: values['client-id'] ?? env.IDP_CLIENT_ID ?? 'RP00000001',
  redirectUris,
  clientJwks: keys.keys ? keys : { keys: [keys] },
  persons: JSON.parse(readFileSync(values.persons ?? env.IDP_PERSONS ?? new URL('persons.json', import.meta.url), 'utf8')),
  signedUserinfo: values['signed-userinfo'] ?? env.IDP_SIGNED_USERINFO === '1',
});
process.stdout.write(`${issuer}\n`);

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    server.close();
    server.closeAllConnections();
  });
}
