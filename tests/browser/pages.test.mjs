// Every page in a browser: no violation that axe-core finds, nothing wrong on the console, nothing wider than a phone, light enough,
// and to be used by keys alone, and without scripts.
import assert from "node:assert/strict";
import fs from "node:fs";
import { createRequire } from "node:module";
import { after, test } from "node:test";
import { Desk, Eyes } from "./desk.mjs";
import { addressOf, pagesOf } from "./pages.mjs";

const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const FIRST_LOAD_MOST = 150_000; // bytes over the wire, all of it: page, styles, scripts, fonts, drawings; people's photos come when they are scrolled to

const desk = await Desk.start();
const eyes = await Eyes.open(desk);
const pages = (await pagesOf(desk, eyes)).filter((page) => page.path);
after(async () => {
  await eyes.close();
  const errors = desk.errors();
  await desk.stop();
  assert.deepEqual(errors, [], "the server's log");
});

async function violations(tab) {
  await tab.evaluate(axe); // in the page's world by the debugger: no script element, so the page's policy holds
  const found = await tab.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  return found.violations.map((each) => `${each.id}: ${each.help} ${each.nodes.slice(0, 3).map((node) => `${node.target} ${node.any?.[0]?.message ?? ""}`).join("; ")}`);
}

async function look(page, how) {
  const tab = await eyes.tab({ ...how, state: page.state });
  const answer = await tab.goto(addressOf(desk, page, how.lang));
  assert.equal(answer.status(), 200, page.path);
  assert.deepEqual(await violations(tab), []);
  assert.deepEqual(tab.wrongs, []);
  const { overflow, headings, undone } = await tab.evaluate(() => ({
    overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    headings: document.querySelectorAll("h1:not(.prose h1)").length,
    undone: document.documentElement.innerHTML.match(/\{\{|\{%|Liquid error|\bundefined\b/)?.[0],
  }));
  assert.ok(overflow <= 0, `it is ${overflow} px too wide`);
  assert.equal(headings, 1, "one h1");
  assert.equal(undone, undefined);
  await tab.context().close();
}

for (const page of pages) {
  test(`${page.name}: wide, light, English`, () => look(page, { width: 1440, theme: "light", lang: "en" }));
  test(`${page.name}: wide, dark, Chinese`, () => look(page, { width: 1440, theme: "dark", lang: "zh" }));
  test(`${page.name}: phone, light, Chinese`, () => look(page, { width: 390, theme: "light", lang: "zh" }));
  test(`${page.name}: phone, dark, English`, () => look(page, { width: 390, theme: "dark", lang: "en" }));
}

test("a first load of any page is light enough", async () => {
  for (const page of pages) {
    const tab = await eyes.tab({ state: page.state });
    const wire = await tab.context().newCDPSession(tab);
    let bytes = 0;
    const photos = new Set();
    await wire.send("Network.enable");
    wire.on("Network.responseReceived", (got) => { if (got.type === "Image" && got.response.url.includes("/v1/") || got.response.url.includes("/fonts/")) photos.add(got.requestId); }); // and a store's own fonts
    wire.on("Network.loadingFinished", (done) => { if (!photos.has(done.requestId)) bytes += done.encodedDataLength; });
    await tab.goto(addressOf(desk, page), { waitUntil: "load" });
    await tab.evaluate(() => document.fonts.ready);
    console.log(`${page.name}: ${bytes} bytes`);
    assert.ok(bytes < FIRST_LOAD_MOST, `${page.name}: ${bytes} bytes`);
    await tab.context().close();
  }
});

test("whatever colour a store has, words in it and on it can be read", async () => {
  const customers = pages.find((page) => page.audience === "CUSTOMERS" && page.path);
  assert.ok(customers, "the demo store has an order whose page can be looked at");
  for (const [theme, page] of [["light"], ["dark"], ["light", customers], ["dark", customers]]) {
    const tab = await eyes.tab({ theme, state: page?.state });
    await tab.goto(page ? addressOf(desk, page) : desk.address + "/design");
    await tab.evaluate(axe);
    for (const colour of ["#ffe600", "#00ff66", "#ff00aa", "#0000ff", "#7fdfff", "#000000", "#ffffff", "#808080", "#6b1f2a"]) {
      await tab.evaluate((value) => document.documentElement.style.setProperty("--store", value), colour);
      const found = await tab.evaluate(() => window.axe.run(document, { runOnly: { type: "rule", values: ["color-contrast"] } }));
      assert.deepEqual(found.violations.flatMap((each) => each.nodes.slice(0, 3).map((node) => `${node.target} ${node.any[0].message}`)), [], `${page?.name ?? "design"}, ${colour}, ${theme}`);
    }
    await tab.context().close();
  }
});

test("keys alone reach everything, and it shows where they are", async () => {
  for (const page of pages) {
    const tab = await eyes.tab({ state: page.state });
    await tab.goto(addressOf(desk, page));
    const wanted = await tab.evaluate(() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")].filter((each) =>
      !each.disabled && each.type !== "hidden" && each.tabIndex >= 0 && each.checkVisibility({ visibilityProperty: true })).length);
    const dates = await tab.locator('input[type="date"]').count(); // each is four stops: month, day, year, and the calendar
    const seen = new Set();
    for (let i = 0; i < Math.min(wanted + 3 * dates + 5, 80); i++) {
      await tab.keyboard.press("Tab");
      const at = await tab.evaluate(() => {
        const element = document.activeElement;
        if (!element || element === document.body) return null;
        const all = [element, element.closest(".editor"), element.closest(".check")].filter(Boolean).flatMap((each) => [getComputedStyle(each), getComputedStyle(each, "::after")]);
        element.dataset.seen = "";
        return { what: element.outerHTML.slice(0, 120), visible: all.some((style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) };
      });
      if (!at) continue;
      seen.add(at.what);
      assert.ok(at.visible, `${page.name}: no focus to be seen on ${at.what}`);
    }
    const missed = await tab.evaluate(() => [...document.querySelectorAll("a[href], button, summary, textarea, select")].filter((each) => !each.disabled && each.tabIndex >= 0 && each.checkVisibility({ visibilityProperty: true }) && !("seen" in each.dataset)).map((each) => each.outerHTML.slice(0, 120)));
    if (wanted < 75) assert.deepEqual(missed, [], `${page.name}: not reached`);
    await tab.context().close();
  }
});

test("nothing moves for those who asked for less motion", async () => {
  for (const page of pages) {
    const tab = await eyes.tab({ state: page.state, motion: "reduce" });
    await tab.goto(addressOf(desk, page));
    assert.equal(await tab.evaluate(() => document.getAnimations().length), 0, page.name);
    await tab.context().close();
  }
});

test("the desk works without scripts", async () => {
  const tab = await eyes.tab({ script: false });
  await tab.goto(desk.address + "/desk");
  assert.equal(await tab.locator("h1").count(), 1);
  await tab.locator(".side form button").first().click(); // the language
  assert.equal(await tab.locator("html").getAttribute("lang"), "zh-CN");
  await tab.locator(".side form button").first().click();
  assert.equal(await tab.locator("html").getAttribute("lang"), "en");
  await tab.context().close();
});
