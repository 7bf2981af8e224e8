import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

import { ahead } from "./ahead.js";
import { groups } from "./chunks.js";
import { parts } from "./parts.js";
import { worker } from "./worker.js";

/** `npm run dev` against a running stack, as who the token is of: NOTEBOOK_API=http://127.0.0.1:4568 NOTEBOOK_TOKEN=$(make -s token user=resident) npm run dev */
const { NOTEBOOK_API, NOTEBOOK_TOKEN } = process.env;

/** Serves every address of staff, and that of emergency cards, with their entries, as a deployment does. */
const staff: Plugin = {
  name: "staff",
  configureServer: ({ middlewares }) => void middlewares.use((request, _response, next) => {
    if (/^\/staff(\/|$)/.test(request.url ?? "")) request.url = "/staff.html";
    if (request.url === "/emergency") request.url = "/emergency.html";
    next();
  }),
};

/** The front server of the stack: the API, where pages sign in, and what they are told. */
const stack = {
  changeOrigin: true,
  ...(NOTEBOOK_API === undefined ? {} : { target: NOTEBOOK_API }),
  ...(NOTEBOOK_TOKEN === undefined ? {} : { headers: { authorization: `Bearer ${NOTEBOOK_TOKEN}` } }),
};

export default defineConfig(({ mode }) => ({
  // The page that shows every component is no part of what is served.
  build: {
    outDir: mode === "pictures" ? "build/pictures" : "build/pages",
    target: "es2022",
    // Under the content security policy nothing is inline: neither script nor style nor `data:`.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: ["index.html", "staff.html", "emergency.html", "src/worker/sw.ts", ...(mode === "pictures" ? ["components.html"] : [])],
      // A worker has one address for good: the browser asks there for the next version.
      output: {
        entryFileNames: ({ name }) => (name === "sw" ? "sw.js" : "assets/[name]-[hash:7].js"),
        // Names cannot be compressed, and the table of screens names every file: 42 bits tell versions of one file apart as well.
        chunkFileNames: "assets/[name]-[hash:7].js",
        assetFileNames: "assets/[name]-[hash:7][extname]",
        codeSplitting: { groups },
      },
    },
  },
  plugins: [staff, parts(), ahead(), worker()],
  server: NOTEBOOK_API === undefined ? {} : { proxy: { "/v1": stack, "/local": stack, "/config.json": stack } },
  test: { include: ["test/**/*.test.{ts,tsx}"], testTimeout: 30_000 },
}));
