/** What an account without a notebook sees at every address. */
import { ROUTES } from "./routes.js";

export default function Beginning() {
  const Start = ROUTES["/start"];
  return <Start />;
}
