// The pages are built into the Python package, so that the web application serves them as plain files:
// index.html for every page address, and everything else below /static/.
import { fileURLToPath } from "node:url";

import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

const lur = "http://127.0.0.1:8080";

export default defineConfig(({ command }) => ({
  base: command === "build" ? "/static/" : "/",
  plugins: [svelte()],
  build: {
    outDir: fileURLToPath(new URL("../src/lur/web/static", import.meta.url)),
    emptyOutDir: true,
    target: "es2022",
    reportCompressedSize: false,
  },
  server: {
    proxy: {
      "/api": { target: lur, ws: true },
    },
  },
}));
