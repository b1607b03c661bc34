import license from "rollup-plugin-license";
import { defineConfig } from "vitest/config";

// The pages name these files, so an entry keeps its name; what entries share gets a name of its contents.
const ENTRIES = ["base", "search", "network", "map", "console", "question"];

export default defineConfig({
  base: "./",
  build: {
    target: "es2022",
    modulePreload: false,
    cssCodeSplit: false, // one sheet for all pages: small, kept by browsers, and linked by the templates as base.css
    chunkSizeWarningLimit: 800,
    rollupOptions: {
      checks: { eval: false }, // jsuri-like JSON of Yasqe's old share links; the Content-Security-Policy forbids it anyway
      input: Object.fromEntries(ENTRIES.map((name) => [name, `src/${name}.ts`])),
      output: {
        entryFileNames: "assets/[name].js",
        chunkFileNames: "assets/[name]-[hash].js",
        assetFileNames: ({ names }) => (names[0] === "style.css" ? "assets/base.css" : "assets/[name][extname]"),
      },
      plugins: [
        license({
          thirdParty: { output: { file: "dist/assets/licences.md" }, includeSelf: false },
        }),
      ],
    },
  },
  test: { include: ["test/**/*.test.ts"], setupFiles: ["test/setup.ts"] },
});
