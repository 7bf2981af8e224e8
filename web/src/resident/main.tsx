import { start } from "../frame/start.js";
import { App } from "./app.js";

void start(window, <App />);
