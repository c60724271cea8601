// Screenshots of every page × width × theme × language into build/screens. usage: screens.mjs [NAME…] [--quick]
import fs from "node:fs";
import path from "node:path";
import { Desk, Eyes, LANGS, THEMES, WIDTHS, root } from "./desk.mjs";
import { addressOf, pagesOf } from "./pages.mjs";

const names = process.argv.slice(2).filter((each) => !each.startsWith("--"));
const quick = process.argv.includes("--quick"); // light English wide and dark Chinese narrow only
const folder = path.join(root, "build/screens");
fs.mkdirSync(folder, { recursive: true });

const desk = await Desk.start();
const eyes = await Eyes.open(desk);
let count = 0;
try {
  for (const page of await pagesOf(desk, eyes)) {
    if (names.length && !names.some((name) => page.name.startsWith(name))) continue;
    if (!page.path) { console.log(`${page.name}: the demo store has nothing to show there`); continue; }
    for (const width of WIDTHS) for (const theme of THEMES) for (const lang of LANGS) {
      if (quick && (width === 1440 ? theme !== "light" || lang !== "en" : theme !== "dark" || lang !== "zh")) continue;
      const tab = await eyes.tab({ width, theme, lang, state: page.state });
      await tab.goto(addressOf(desk, page, lang));
      await tab.evaluate(() => document.fonts.ready);
      const height = await tab.evaluate(() => document.documentElement.scrollHeight);
      await tab.setViewportSize({ width, height: Math.min(Math.max(height, width < 500 ? 844 : 900), 8000) }); // bars at its end, not in its middle
      await tab.screenshot({ path: path.join(folder, `${page.name}-${width}-${theme}-${lang}.png`), fullPage: true });
      for (const wrong of tab.wrongs) console.log(`${page.name} ${width} ${theme} ${lang}: ${wrong}`);
      await tab.context().close();
      count++;
    }
  }
} finally {
  await eyes.close();
  await desk.stop();
}
console.log(`${count} screenshots are in ${path.relative(process.cwd(), folder)}`);
