import tailwindcss from "@tailwindcss/vite";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

// What is built is committed and shipped in the wheel, so that nobody who installs needs Node.
// Names carry no hash: templates say {% static 'built/look.css' %}, Django hashes in production.
export default defineConfig({
  base: "./",
  publicDir: false,
  plugins: [tailwindcss()],
  build: {
    outDir: here("../src/openweek/look/static/built"),
    emptyOutDir: true,
    target: "es2022",
    sourcemap: false,
    license: { fileName: "licences.md" }, // what is bundled travels with its licences
    assetsInlineLimit: 0,
    cssCodeSplit: true,
    modulePreload: false,
    reportCompressedSize: false,
    rolldownOptions: {
      // htmx can evaluate expressions; page.ts forbids it to, and so does our security policy.
      checks: { eval: false },
      input: {
        look: here("src/look.css"),
        embed: here("src/embed.css"),
        theme: here("src/theme.ts"),
        page: here("src/page.ts"),
        editor: here("src/editor/index.ts"),
        leftovers: here("src/editor/leftovers.ts"),
        "desk-worker": here("src/desk-worker.ts"),
        "book-site": here("src/book-site.ts"),
      },
      output: {
        entryFileNames: "[name].js",
        chunkFileNames: "[name].js",
        assetFileNames: "[name][extname]",
      },
    },
  },
});
