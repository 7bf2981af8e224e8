/** Trusted Types, where a browser has them: which addresses of this origin may run as a worker. What a policy makes stands where the text stood. */

interface Policy {
  readonly createScriptURL: (address: string) => string;
}

interface Types {
  readonly createPolicy: (name: string, rules: Policy) => Policy;
}

export interface Trusting {
  readonly trustedTypes?: Types;
}

/** The worker that keeps the pages, and the scanner's decoder, whose name has a hash. */
const OURS = /^\/(sw|assets\/reader-[\w-]+)\.js$/;

/** A page may make a policy of a name once. */
const policies = new WeakMap<Types, Policy>();

/** The address, as this page may run it. */
export function trusted({ trustedTypes }: Trusting, address: string): string {
  if (trustedTypes === undefined) return address;
  let policy = policies.get(trustedTypes);
  if (policy === undefined) {
    policy = trustedTypes.createPolicy("notebook-worker", { createScriptURL });
    policies.set(trustedTypes, policy);
  }
  return policy.createScriptURL(address);
}

function createScriptURL(address: string): string {
  if (!OURS.test(address)) throw new TypeError("no other worker");
  return address;
}
