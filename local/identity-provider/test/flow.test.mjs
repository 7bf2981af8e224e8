// The stand-in behaves as the relying party expects of the Digital Authentication App.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash, createPublicKey, generateKeyPairSync, randomBytes, sign, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { drive } from '../drive.mjs';
import { serve } from '../provider.mjs';

const CLIENT = 'RP00000001';
const RETURN_TO = 'http://127.0.0.1:9/identity/callback';
const persons = JSON.parse(readFileSync(new URL('../persons.json', import.meta.url), 'utf8'));
const client = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwk = (key, kid) => ({ ...key.export({ format: 'jwk' }), kid, use: 'sig', alg: 'ES256' });

let issuer;
let server;

const freePort = () => new Promise((resolve) => {
  const probe = createServer().listen(0, '127.0.0.1', () => {
    const { port } = probe.address();
    probe.close(() => resolve(port));
  });
});

async function start(options = {}) {
  const at = `http://127.0.0.1:${await freePort()}/api/realms/main`;
  const clientJwks = { keys: [jwk(client.publicKey, 'client-1')] };
  const started = await serve({ issuer: at, clientId: CLIENT, redirectUris: [RETURN_TO], clientJwks, persons, ...options });
  return { at, started };
}

before(async () => {
  ({ at: issuer, started: server } = await start());
});
after(() => {
  server.close();
  server.closeAllConnections();
});

const base64url = (data) => Buffer.from(data).toString('base64url');
const at = (name) => `${issuer}/protocol/openid-connect/${name}`;

function attempt(change = {}) {
  const verifier = base64url(randomBytes(32));
  const state = base64url(randomBytes(32));
  const nonce = base64url(randomBytes(32));
  const url = new URL(at('auth'));
  url.search = new URLSearchParams({
    response_type: 'code',
    scope: 'openid name address birthdate gender',
    client_id: CLIENT,
    redirect_uri: RETURN_TO,
    state,
    nonce,
    code_challenge: base64url(createHash('sha256').update(verifier).digest()),
    code_challenge_method: 'S256',
    ...change,
  });
  return { url: url.href, verifier, state, nonce };
}

function assertion({ key = client.privateKey, change = {} } = {}) {
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: CLIENT, sub: CLIENT, aud: at('token'), jti: base64url(randomBytes(16)), iat: now, exp: now + 120, ...change };
  const signed = `${base64url('{"alg":"ES256","typ":"JWT","kid":"client-1"}')}.${base64url(JSON.stringify(claims))}`;
  return `${signed}.${base64url(sign('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }))}`;
}

async function exchange(code, verifier, clientAssertion = assertion()) {
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    code,
    redirect_uri: RETURN_TO,
    client_id: CLIENT,
    code_verifier: verifier,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: clientAssertion,
  });
  const response = await fetch(at('token'), { method: 'POST', body });
  return { status: response.status, answer: await response.json() };
}

async function codeFor(card, change) {
  const started = attempt(change);
  const back = new URL(await drive(started.url, card));
  return { ...started, back: back.searchParams, code: back.searchParams.get('code') };
}

const claimsOf = (token) => JSON.parse(Buffer.from(token.split('.')[1], 'base64url'));

test('health answers without a session', async () => {
  const response = await fetch(new URL('/health', issuer));
  assert.equal(response.status, 200);
});

test('the page asks in Japanese which card is read and lists every person', async () => {
  const first = await fetch(attempt().url, { redirect: 'manual' });
  const cookie = first.headers.getSetCookie().map((line) => line.split(';')[0]).join('; ');
  const page = await fetch(new URL(first.headers.get('location'), issuer), { headers: { cookie } });
  const text = await page.text();
  assert.match(text, /どのカードを読み取りますか/);
  for (const person of persons) {
    assert.ok(text.includes(`value="${person.id}"`), person.id);
  }
});

test('every person signs in with code, PKCE and private_key_jwt, and has a subject of their own that stays', async () => {
  const { keys } = await (await fetch(at('certs'))).json();
  const subjects = new Set();
  for (const person of [...persons, persons[0]]) {
    const { back, code, state, verifier, nonce } = await codeFor(person.id);
    assert.equal(back.get('state'), state);
    const { status, answer } = await exchange(code, verifier);
    assert.equal(status, 200, JSON.stringify(answer));
    assert.equal(answer.token_type, 'Bearer');

    const [header, payload, signature] = answer.id_token.split('.');
    const { alg, kid } = JSON.parse(Buffer.from(header, 'base64url'));
    assert.equal(alg, 'ES256');
    const key = createPublicKey({ key: keys.find((published) => published.kid === kid), format: 'jwk' });
    const signed = Buffer.from(`${header}.${payload}`);
    assert.ok(verify('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url')));
    const claims = claimsOf(answer.id_token);
    assert.deepEqual([claims.iss, claims.aud, claims.nonce, claims.sub], [issuer, CLIENT, nonce, person.sub]);
    assert.equal(claims.name, undefined);

    const userinfo = await fetch(at('userinfo'), { headers: { authorization: `Bearer ${answer.access_token}` } });
    const { sub, name, address, birthdate, gender } = person;
    assert.deepEqual(await userinfo.json(), { sub, name, address, birthdate, gender });
    subjects.add(claims.sub);
  }
  assert.equal(subjects.size, persons.length);
});

test('only what was asked for is told', async () => {
  const { code, verifier } = await codeFor('arao-hanako', { scope: 'openid name' });
  const { answer } = await exchange(code, verifier);
  const userinfo = await fetch(at('userinfo'), { headers: { authorization: `Bearer ${answer.access_token}` } });
  assert.deepEqual(Object.keys(await userinfo.json()).sort(), ['name', 'sub']);
});

test('a cancel comes back as access_denied with the state', async () => {
  const { back, state } = await codeFor('cancel');
  assert.equal(back.get('error'), 'access_denied');
  assert.equal(back.get('state'), state);
  assert.equal(back.get('code'), null);
});

test('a code works once, with its own verifier, for the client with the key', async () => {
  const first = await codeFor('arao-hanako');
  assert.equal((await exchange(first.code, first.verifier)).status, 200);
  assert.equal((await exchange(first.code, first.verifier)).answer.error, 'invalid_grant');

  const second = await codeFor('arao-hanako');
  assert.equal((await exchange(second.code, first.verifier)).answer.error, 'invalid_grant');

  const third = await codeFor('arao-hanako');
  const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  for (const wrong of [{ key: stranger }, { change: { aud: 'https://other.example' } }, { change: { exp: 1 } }]) {
    assert.equal((await exchange(third.code, third.verifier, assertion(wrong))).answer.error, 'invalid_client');
  }
});

test('an assertion works once', async () => {
  const [one, two] = [await codeFor('arao-hanako'), await codeFor('arao-hanako')];
  const used = assertion();
  assert.equal((await exchange(one.code, one.verifier, used)).status, 200);
  assert.equal((await exchange(two.code, two.verifier, used)).answer.error, 'invalid_client');
});

test('without S256 there is no page', async () => {
  for (const change of [{ code_challenge: '' , code_challenge_method: '' }, { code_challenge_method: 'plain' }, { response_type: 'id_token' }]) {
    const { back } = await codeFor('arao-hanako', change).catch(() => ({ back: new URLSearchParams({ error: 'refused' }) }));
    assert.ok(back.get('error'), JSON.stringify(change));
    assert.equal(back.get('code'), null);
  }
});

test('an unknown client, an unknown return address and an unknown card are refused', async () => {
  await assert.rejects(drive(attempt({ client_id: 'RP2' }).url, 'arao-hanako'), /400/);
  await assert.rejects(drive(attempt({ redirect_uri: 'https://evil.example/' }).url, 'arao-hanako'), /400/);
  await assert.rejects(drive(attempt().url, 'nobody'), /400 no such card/);
});

test('the helper works as a program', async () => {
  const { url, state } = attempt();
  const helper = fileURLToPath(new URL('../drive.mjs', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [helper, url, 'tamana-taro']);
  const back = new URL(stdout.trim());
  assert.equal(`${back.origin}${back.pathname}`, RETURN_TO);
  assert.equal(back.searchParams.get('state'), state);
  assert.ok(back.searchParams.get('code'));
});

test('userinfo can be a signed token', async () => {
  const { at: other, started } = await start({ signedUserinfo: true });
  const usual = issuer;
  issuer = other;
  try {
    const { code, verifier } = await codeFor('arao-hanako');
    const { answer } = await exchange(code, verifier);
    const userinfo = await fetch(at('userinfo'), { headers: { authorization: `Bearer ${answer.access_token}` } });
    assert.match(userinfo.headers.get('content-type'), /^application\/jwt/);
    const claims = claimsOf(await userinfo.text());
    assert.deepEqual([claims.iss, claims.aud, claims.sub], [other, CLIENT, persons[0].sub]);
  } finally {
    issuer = usual;
    started.close();
    started.closeAllConnections();
  }
});

test('it answers on this machine only', async () => {
  await assert.rejects(start({ issuer: 'http://0.0.0.0:8180/api/realms/main' }), /for one machine only/);
  await assert.rejects(start({ issuer: 'https://127.0.0.1:8180/api/realms/main' }), /for one machine only/);
});
