// Screenshots of every page and state × width × theme × language into build/screens. usage: screens.mjs [NAME…] [--quick]
import fs from "node:fs";
import path from "node:path";
import { Desk, Eyes, LANGS, THEMES, WIDTHS, root } from "./desk.mjs";
import { addressOf, pagesOf } from "./pages.mjs";
import { states } from "./states.mjs";

const names = process.argv.slice(2).filter((each) => !each.startsWith("--"));
const quick = process.argv.includes("--quick"); // light English wide and dark Chinese narrow only
const folder = path.join(root, "build/screens");
fs.mkdirSync(folder, { recursive: true });
let count = 0;

const wanted = (view) => !names.length || names.some((name) => view.name.startsWith(name));
const skipped = (width, theme, lang) => quick && (width === 390 ? theme !== "dark" || lang !== "zh" : theme !== "light" || lang !== "en");

// The page as it stands, in that width and theme; bars at its end, not in its middle.
async function shoot(tab, view, width, theme, lang) {
  await tab.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" }); // or else colours are caught half way from one theme to the other
  await tab.setViewportSize({ width, height: width < 500 ? 844 : 900 });
  const height = await tab.evaluate(() => document.documentElement.scrollHeight);
  await tab.setViewportSize({ width, height: Math.min(Math.max(height, width < 500 ? 844 : 900), 8000) });
  await tab.evaluate(() => document.fonts.ready);
  await tab.screenshot({ path: path.join(folder, `${view.name}-${width}-${theme}-${lang}.png`), fullPage: true });
  const over = await tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (over > 0) console.log(`${view.name} ${width} ${theme} ${lang}: ${over} px too wide`);
  count++;
}

// It is loaded once for each language, and looked at in every width and theme.
async function look(desk, eyes, view, lang) {
  const shots = (view.widths ?? WIDTHS).flatMap((width) => THEMES.map((theme) => [width, theme])).filter(([width, theme]) => !skipped(width, theme, lang));
  if (!shots.length) return;
  const tab = await eyes.tab({ width: shots[0][0], theme: shots[0][1], lang, state: view.state, stranger: view.stranger, script: view.script });
  await tab.goto(addressOf(desk, { ...view, audience: view.customer ? "CUSTOMERS" : view.audience }, lang));
  const other = await view.act?.(tab, desk, eyes);
  for (const [width, theme] of shots) await shoot(tab, view, width, theme, lang);
  for (const wrong of tab.wrongs) console.log(`${view.name} ${lang}: ${wrong}`);
  await tab.context().close();
  await other?.context?.().close();
}

// Views of one store: what cannot be brought about is told, and does not end the others.
async function walk(how, viewsOf) {
  const desk = await Desk.start(how);
  const eyes = await Eyes.open(desk);
  try {
    for (const view of await viewsOf(desk, eyes)) {
      try {
        if (wanted(view) || view.seeds) Object.assign(view, await view.prepare?.(desk, eyes));
        if (!wanted(view)) continue;
        if (!view.path) console.log(`${view.name}: the demo store has nothing to show there`);
        else for (const lang of LANGS) {
          if (view.anew && lang !== LANGS[0]) Object.assign(view, await view.prepare(desk, eyes));
          await look(desk, eyes, view, lang);
        }
      } catch (error) {
        console.log(`${view.name}: ${error.message}`);
        process.exitCode = 1;
      }
    }
  } finally {
    await eyes.close();
    await desk.stop();
  }
}

if (!names.length || names.some((name) => !name.startsWith("state"))) await walk({}, pagesOf);
if (!names.length || names.some((name) => name.startsWith("state"))) await walk({ days: 0 }, async () => states);
console.log(`${count} screenshots are in ${path.relative(process.cwd(), folder)}`);
