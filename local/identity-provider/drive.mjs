// Walks through a sign-in without a browser: node drive.mjs AUTHORIZATION_URL CARD
//
// CARD is a person's id of persons.json or "cancel". Prints the address that the browser would be sent back to; that address
// itself is not asked.

import { pathToFileURL } from 'node:url';

const MOST_STEPS = 12;

/** @returns {Promise<string>} the redirect address with its parameters */
export async function drive(authorizationUrl, card) {
  const returnTo = new URL(authorizationUrl).searchParams.get('redirect_uri');
  if (!returnTo) {
    throw new Error('the authorization address names no redirect_uri');
  }
  const cookies = new Map();
  let request = { url: authorizationUrl, method: 'GET' };
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const response = await ask(request, cookies);
    const location = response.headers.get('location');
    if (location) {
      const url = new URL(location, request.url).href;
      if (isReturn(url, returnTo)) {
        return url;
      }
      request = { url, method: 'GET' };
    } else if (response.status === 200 && request.method === 'GET') {
      request = { url: request.url, method: 'POST', body: new URLSearchParams({ card }) };
    } else {
      throw new Error(`${request.method} ${new URL(request.url).pathname}: ${response.status} ${(await response.text()).trim()}`);
    }
  }
  throw new Error('too many redirects');
}

const isReturn = (url, returnTo) => url === returnTo || url.startsWith(`${returnTo}${returnTo.includes('?') ? '&' : '?'}`);

async function ask({ url, method, body }, cookies) {
  const { pathname } = new URL(url);
  const cookie = [...cookies.values()]
    .filter(({ path }) => pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`))
    .map(({ name, value }) => `${name}=${value}`)
    .join('; ');
  const response = await fetch(url, { method, body, redirect: 'manual', headers: cookie ? { cookie } : {} });
  for (const line of response.headers.getSetCookie()) {
    remember(line, cookies);
  }
  return response;
}

function remember(line, cookies) {
  const [pair, ...attributes] = line.split(';').map((part) => part.trim());
  const [name, value] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
  const attribute = (wanted) => attributes.find((a) => a.toLowerCase().startsWith(`${wanted}=`))?.slice(wanted.length + 1);
  const path = attribute('path') ?? '/';
  const key = `${name} ${path}`;
  const expires = attribute('expires');
  if (value === '' || (expires && new Date(expires) <= new Date())) {
    cookies.delete(key);
  } else {
    cookies.set(key, { name, value, path });
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [authorizationUrl, card] = process.argv.slice(2);
  if (!authorizationUrl || !card) {
    process.stderr.write('usage: node drive.mjs AUTHORIZATION_URL CARD\n');
    process.exit(2);
  }
  process.stdout.write(`${await drive(authorizationUrl, card)}\n`);
}
