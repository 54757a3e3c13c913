// Every address of the pages, from their own router: a line of JSON with each address and what it leads to.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const vite = createRequire(`${process.cwd()}/package.json`).resolve("vite");
const { runnerImport } = await import(pathToFileURL(vite).href);
const { module } = await runnerImport("./src/shared/route.ts");
console.log(JSON.stringify([...module.PLACES].map(([address, place]) => [address, JSON.stringify(place(":id"))])));
