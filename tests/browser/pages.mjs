// Every page there is, read from the table of pages.c, with its parameters filled in from what the demo store holds.
import fs from "node:fs";
import path from "node:path";
import { root } from "./desk.mjs";

// Rows as the table has them: {path, name, layout, stranger}.
function rows() {
  const found = [];
  const folder = path.join(root, "src/web");
  for (const file of fs.readdirSync(folder).filter((each) => each.endsWith(".c"))) {
    const text = fs.readFileSync(path.join(folder, file), "utf8");
    for (const [, where, rest] of text.matchAll(/^\s+[A-Z_]*PAGE\w*\(\s*"([^"]+)",\s*((?:[^()]|\([^()]*\))*)\)/gm)) {
      const name = rest.match(/\.name = "([^"]+)"/)?.[1];
      const layout = rest.match(/\.layout = "([^"]+)"/)?.[1];
      if (name) found.push({ path: where, name, layout, stranger: /FOR_ALL|CUSTOMER/.test(rest) });
    }
  }
  return found;
}

// One of each kind of thing: the first that the API lists.
async function samples(desk) {
  const first = async (target) => { try { return (await desk.call("GET", target)).data[0]; } catch { return undefined; } };
  const [ticket, order] = await Promise.all([first("/v1/tickets"), first("/v1/orders")]);
  const [customer, claim, change] = await Promise.all([first("/v1/customers"), first("/v1/claims"), first("/v1/changes")]);
  const revision = await first("/v1/shop/files/policy.md/revisions");
  return { ticket, order, customer, claim, change, revision };
}

function fill(where, things) {
  const known = { path: "policy.md", measure: "first_response", version: things.revision?.version };
  where = where.replace(/\{(path|measure|version)\}/g, (whole, name) => known[name] ?? whole);
  if (where === "/desk/search") return "/desk/search?q=necklace";
  const kinds = [
    [/^\/desk\/tickets\/\{id\}/, things.ticket?.id],
    [/^\/desk\/orders\/\{\w+\}/, things.order?.number],
    [/^\/desk\/customers\/\{\w+\}/, things.customer?.id],
    [/^\/desk\/claims\/\{\w+\}/, things.claim?.id],
    [/^\/desk\/changes\/\{\w+\}/, things.change?.id],
    [/\/\{number\}/, things.order?.number],
  ];
  for (const [pattern, value] of kinds) {
    if (pattern.test(where) && value) return where.replace(/\{\w+\}/, encodeURIComponent(value));
  }
  return where.includes("{") ? undefined : where;
}

// [{name, path, stranger}]; path is undefined where the demo store has nothing to show there.
export async function pagesOf(desk) {
  const things = await samples(desk);
  const seen = new Set();
  return rows()
    .filter((row) => row.path !== "/sign-out" && row.layout !== "layout/part" && !seen.has(row.name) && seen.add(row.name))
    .map((row) => ({ ...row, path: fill(row.path, things) }));
}
