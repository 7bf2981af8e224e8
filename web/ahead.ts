/** What a page's head asks for beside its program, so that it is no step of its own: the keeper of sessions, and what the deployment says of itself. */
import type { Plugin } from "vite";

const KEEPER = "src/session/open-keeper.ts";

/** Names both in the head of each page as it is built. */
export function ahead(): Plugin {
  return {
    name: "ahead",
    transformIndexHtml: {
      order: "post",
      handler(html, { bundle = {}, path }) {
        const keeper = Object.values(bundle).find((part) => part.type === "chunk" && part.moduleIds.some((id) => id.endsWith(`/${KEEPER}`)));
        // The page of components has no session, and who opens an emergency card is nobody.
        if (keeper?.type !== "chunk" || path === "/components.html" || path === "/emergency.html") return html;
        const files = [keeper.fileName, ...keeper.imports].filter((file) => !html.includes(`"/${file}"`));
        return [
          ...files.map((file) => ({ tag: "link", injectTo: "head" as const, attrs: { rel: "modulepreload", crossorigin: true, href: `/${file}` } })),
          { tag: "link", injectTo: "head", attrs: { rel: "preload", as: "fetch", crossorigin: true, href: "/config.json" } },
        ];
      },
    },
  };
}
