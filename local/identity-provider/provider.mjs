// Stands in for the Digital Authentication App: the same flow, endpoints and demands, and a page to choose a card from.

import { generateKeyPairSync } from 'node:crypto';
import http from 'node:http';

import Provider, { interactionPolicy } from 'oidc-provider';

import { page } from './page.mjs';

const HOST = '127.0.0.1';

/**
 * @param {object} options
 * @param {string} options.issuer address on this machine, for example http://127.0.0.1:8180/api/realms/main
 * @param {string} options.clientId
 * @param {string[]} options.redirectUris
 * @param {{ keys: object[] }} options.clientJwks the client's public keys (EC P-256)
 * @param {{ id: string, sub: string, note: string, name: string, address: string, birthdate: string, gender: string }[]} options.persons
 * @param {boolean} [options.signedUserinfo] answer userinfo as a signed token instead of JSON
 * @returns {Promise<http.Server>} the listening server
 */
export async function serve(options) {
  const issuer = new URL(options.issuer);
  if (issuer.protocol !== 'http:' || issuer.hostname !== HOST || !issuer.port) {
    throw new Error(`the issuer must be http://${HOST}:<port>/…: this program is for one machine only`);
  }
  const prefix = issuer.pathname.replace(/\/$/, '');
  const provider = new Provider(options.issuer, configuration(options, prefix));
  const answer = provider.callback();

  const server = http.createServer((request, response) => {
    const { pathname } = new URL(request.url, options.issuer);
    if (pathname === '/health') {
      send(response, 200, 'application/json', '{"status":"ok"}');
    } else if (pathname.startsWith(`${prefix}/interaction/`)) {
      interact(provider, options.persons, request, response).catch((error) => {
        send(response, error.status ?? 400, 'text/plain; charset=utf-8', `${error.message}\n`);
      });
    } else if (pathname.startsWith(`${prefix}/`)) {
      // The provider works out its own addresses from the part that is cut off here.
      request.originalUrl = request.url;
      request.url = request.url.slice(prefix.length);
      answer(request, response);
    } else {
      send(response, 404, 'text/plain; charset=utf-8', 'not found\n');
    }
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(Number(issuer.port), HOST, resolve);
  });
  return server;
}

function configuration(options, prefix) {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const path = (name) => `/protocol/openid-connect/${name}`;
  const userinfoAlgorithm = options.signedUserinfo ? { userinfo_signed_response_alg: 'ES256' } : {};
  return {
    clients: [{
      client_id: options.clientId,
      redirect_uris: options.redirectUris,
      response_types: ['code'],
      grant_types: ['authorization_code'],
      token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_signing_alg: 'ES256',
      id_token_signed_response_alg: 'ES256',
      jwks: options.clientJwks,
      ...userinfoAlgorithm,
    }],
    clientAuthMethods: ['private_key_jwt'],
    enabledJWA: {
      clientAuthSigningAlgValues: ['ES256'],
      idTokenSigningAlgValues: ['ES256'],
      userinfoSigningAlgValues: ['ES256'],
    },
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'ES256' }] },
    routes: {
      authorization: path('auth'),
      token: path('token'),
      userinfo: path('userinfo'),
      jwks: path('certs'),
    },
    responseTypes: ['code'],
    scopes: ['openid', 'name', 'address', 'birthdate', 'gender'],
    claims: {
      openid: ['sub'],
      name: ['name'],
      address: ['address'],
      birthdate: ['birthdate'],
      gender: ['gender'],
    },
    acrValues: ['aal3', 'crl'],
    pkce: { required: () => true },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      jwtUserinfo: { enabled: Boolean(options.signedUserinfo) },
    },
    cookies: { keys: [privateKey.export({ format: 'jwk' }).d] },
    ttl: { AccessToken: 300, AuthorizationCode: 60, Grant: 600, IdToken: 300, Interaction: 600, Session: 600 },
    interactions: {
      policy: cardEveryTime(),
      url: (_context, interaction) => `${prefix}/interaction/${interaction.uid}`,
    },
    findAccount: (_context, sub) => {
      const person = options.persons.find((candidate) => candidate.sub === sub);
      return person && { accountId: sub, claims: () => claimsOf(person) };
    },
    // Choosing a card is the consent: there is no second question.
    loadExistingGrant: async (context) => {
      const { client, session, params, provider } = context.oidc;
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope(params.scope);
      await grant.save();
      return grant;
    },
    renderError: (context, out) => {
      context.type = 'text/plain; charset=utf-8';
      context.body = `${out.error}: ${out.error_description ?? ''}\n`;
    },
  };
}

function claimsOf({ sub, name, address, birthdate, gender }) {
  return { sub, name, address, birthdate, gender };
}

// A card is read at every sign-in, so an earlier session never counts.
function cardEveryTime() {
  const policy = interactionPolicy.base();
  const { Check } = interactionPolicy;
  policy.get('login').checks.add(new Check('card_required', 'a card must be read', (context) => {
    const read = context.oidc.result?.login;
    return read ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT;
  }));
  return policy;
}

async function interact(provider, persons, request, response) {
  const interaction = await provider.interactionDetails(request, response);
  if (request.method !== 'POST') {
    send(response, 200, 'text/html; charset=utf-8', page(interaction.uid, persons));
    return;
  }
  const choice = new URLSearchParams(await body(request)).get('card');
  if (choice === 'cancel') {
    const cancelled = { error: 'access_denied', error_description: 'the person cancelled' };
    await provider.interactionFinished(request, response, cancelled, { mergeWithLastSubmission: false });
    return;
  }
  const person = persons.find((candidate) => candidate.id === choice);
  if (!person) {
    throw Object.assign(new Error('no such card'), { status: 400 });
  }
  await provider.interactionFinished(request, response, { login: { accountId: person.sub, remember: false } });
}

async function body(request) {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
    if (text.length > 4096) {
      throw Object.assign(new Error('too long'), { status: 413 });
    }
  }
  return text;
}

function send(response, status, type, text) {
  response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store' });
  response.end(text);
}
