/** The client of the API: everything that pages use of it. */
export { type Api, type Done, type Outcome, connect, outcome } from "./client.js";
export type * from "./contract.js";
export type { CodesOf, GatewayCode, OwnCode, Refusal } from "./problem.js";
export { without } from "./problem.js";
export { type Connection, Unreachable, newAction } from "./transport.js";
