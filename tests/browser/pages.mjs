// Every page there is, read from the table of pages.c, with its parameters filled in from what the demo store holds.
import fs from "node:fs";
import path from "node:path";
import { root } from "./desk.mjs";

// Rows as the table has them: {path, name, layout, audience}.
function rows() {
  const found = [];
  const folder = path.join(root, "src/web");
  for (const file of fs.readdirSync(folder).filter((each) => each.endsWith(".c"))) {
    const text = fs.readFileSync(path.join(folder, file), "utf8");
    for (const [, where, rest] of text.matchAll(/^\s+[A-Z_]*PAGE\w*\(\s*"([^"]+)",\s*((?:[^()]|\([^()]*\))*)\)/gm)) {
      const name = rest.match(/\.name = "([^"]+)"/)?.[1];
      const layout = rest.match(/\.layout = "([^"]+)"/)?.[1];
      if (name) found.push({ path: where, name, layout, audience: rest.match(/FOR_(\w+)/)?.[1] ?? "AGENTS" });
    }
  }
  return found;
}

// One of each kind of thing: the first that the API lists.
async function samples(desk) {
  const first = async (target) => { try { return (await desk.call("GET", target)).data[0]; } catch { return undefined; } };
  const [ticket, order] = await Promise.all([first("/v1/tickets"), first("/v1/orders")]);
  const [customer, claim, change, letter] = await Promise.all(["customers", "claims", "changes", "letters"].map((kind) => first(`/v1/${kind}`)));
  const revision = await first("/v1/shop/files/policy.md/revisions");
  const board = JSON.stringify(await desk.call("GET", "/v1/board").catch(() => null)).match(/"number":"([^"]+)"/)?.[1];
  return { ticket, order, customer, claim, change, letter, revision, board };
}

function fill(where, things) {
  const known = { path: "policy.md", measure: "first_response", version: things.revision?.version, item: 0, secret: "old" };
  where = where.replace(/\{(path|measure|version|item|secret)\}/g, (whole, name) => known[name] ?? whole);
  if (where === "/desk/search") return "/desk/search?q=necklace";
  const kinds = [
    [/^\/desk\/tickets\/\{id\}/, things.ticket?.id],
    [/^\/desk\/orders\/\{\w+\}/, things.order?.number],
    [/^\/desk\/customers\/\{\w+\}/, things.customer?.id],
    [/^\/desk\/letters\/\{\w+\}/, things.letter?.id],
    [/^\/desk\/claims\/\{\w+\}/, things.claim?.id],
    [/^\/desk\/changes\/\{\w+\}/, things.change?.id],
    [/^\/desk\/studio\/\{number\}/, things.board],
    [/\/\{number\}/, things.order?.number],
  ];
  for (const [pattern, value] of kinds) {
    if (pattern.test(where) && value) return where.replace(/\{\w+\}/, encodeURIComponent(value));
  }
  return where.includes("{") ? undefined : where;
}

// One order for each stage whose customer can be written to.
async function visited(desk) {
  const found = new Map();
  for (const stage of ["design", "production", "shipped", "delivered"]) {
    const { data } = await desk.call("GET", `/v1/orders?stage=${stage}&limit=1`);
    if (data.length) found.set(stage, data[0].number);
  }
  return found;
}

// [{name, path, state}]: where each page is, and as whom it is looked at (undefined: who has signed in to the desk; null: nobody). The
// customer's page is there once for each stage. path is undefined where the demo store has nothing to show.
export async function pagesOf(desk, eyes) {
  const things = await samples(desk);
  const seen = new Set();
  const pages = rows()
    .filter((row) => !/^\/(sign-out|order\/leave)$/.test(row.path) && row.layout !== "layout/part" && !seen.has(row.name) && seen.add(row.name))
    .map((row) => ({ ...row, path: fill(row.path, things), state: row.audience === "ALL" ? null : undefined }));
  const found = [];
  for (const page of pages) {
    if (page.audience !== "CUSTOMERS") found.push(page);
    else for (const [stage, number] of await visited(desk)) found.push({ ...page, name: `${page.name}_${stage}`, state: await eyes.visit(number) });
  }
  return found;
}

// The customer's page speaks the customer's language unless the address says another.
export function addressOf(desk, page, lang = "en") {
  return desk.address + page.path + (page.audience === "CUSTOMERS" ? `?ui=${lang}` : "");
}
