/** The page that shows every component in every state. It is built for pictures only; the address says which look: `?theme=dark&text=150`. */
import { render } from "preact";

import { SPECIMENS } from "./specimens.js";
import "../styles/index.css";
import "./gallery.css";

const asked = new URLSearchParams(location.search);
document.documentElement.dataset["text"] = asked.get("text") ?? "100";
const theme = asked.get("theme");
if (theme !== null) document.documentElement.dataset["theme"] = theme;

const root = document.getElementById("root");
if (root) {
  render(
    <div class="app"><main class="main">
      <h1 class="headline">部品の見本</h1>
      {Object.entries(SPECIMENS).map(([name, specimen]) => <div key={name} class="stack"><h2 class="section-title">{name}</h2>{specimen}</div>)}
    </main></div>,
    root,
  );
}
