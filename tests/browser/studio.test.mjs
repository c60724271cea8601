// The studio's hands: a card dragged by a mouse, a stage recorded by a fingertip, a card that must stay, and the job ticket on paper with a
// code that can be read.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import jsqr from "jsqr";
import { Desk, Eyes } from "./desk.mjs";

const desk = await Desk.start({ days: 0 });
const eyes = await Eyes.open(desk);
after(async () => {
  await eyes.close();
  const errors = desk.errors();
  await desk.stop();
  assert.deepEqual(errors, [], "the server's log");
});

const path = (number, rest = "") => `/v1/orders/${encodeURIComponent(number)}${rest}`;
const SPEC = "Für immer & “ewig”\n永远 <3";

async function place(number, more = {}) {
  await desk.call("PUT", path(number), {
    number, placed_at: new Date(Date.now() - 2 * 24 * 3600 * 1000).toISOString(), currency: "USD", total: "89.00",
    customer: { name: "Maya Lin", email: `maya${number.slice(1)}@example.com`, locale: "en-US" },
    items: [{ sku: "NECK-ENG-S", title: "Engraved bar necklace", personalization: { engraving: "Forever" } }],
    shipping: { carrier: "USPS", country: "US" }, ...more,
  });
}

const card = (tab, number) => tab.locator(`.card[data-order="${number}"]`);
const lane = (tab, stage) => tab.locator(`.lane[data-stage="${stage}"]`);
const stages = async (number) => ((await desk.call("GET", path(number))).events ?? []).map((each) => each.stage);

test("a card is dragged to the next lane", async () => {
  await place("#9001");
  const tab = await eyes.tab();
  await tab.goto(desk.address + "/desk/studio");
  await card(tab, "#9001").dragTo(lane(tab, "production"), { sourcePosition: { x: 60, y: 50 } });
  await lane(tab, "production").locator('.card[data-order="#9001"]').waitFor();
  assert.deepEqual(await stages("#9001"), ["production"]);
  assert.deepEqual(tab.wrongs, []);
  await tab.context().close();
});

test("a card on hold does not let itself be dragged, and says why", async () => {
  await place("#9002");
  await desk.call("POST", path("#9002", "/hold"), { reason: "the chain is not here yet" });
  const tab = await eyes.tab();
  await tab.goto(desk.address + "/desk/studio");
  await card(tab, "#9002").dragTo(lane(tab, "production"), { sourcePosition: { x: 60, y: 50 } });
  await tab.locator('.card.is-refused[data-order="#9002"] [role="alert"]').filter({ hasText: "the chain is not here yet" }).waitFor();
  await card(tab, "#9002").filter({ hasText: "cannot be moved while on hold" }).waitFor();
  assert.equal(await lane(tab, "design").locator('.card[data-order="#9002"]').count(), 1);
  assert.deepEqual(await stages("#9002"), []);
  assert.deepEqual(tab.wrongs, []);
  await tab.context().close();
});

test("a fingertip records a stage", async () => {
  await place("#9003");
  const tab = await eyes.tab({ width: 390 });
  await tab.goto(desk.address + "/desk/studio");
  const button = card(tab, "#9003").locator(".card-move button");
  const box = await button.boundingBox();
  assert.ok(box.height >= 44 && box.width >= 44, `room for a finger: ${box.width} × ${box.height}`);
  await button.tap();
  await lane(tab, "production").locator('.card[data-order="#9003"]').waitFor();
  assert.deepEqual(await stages("#9003"), ["production"]);
  assert.deepEqual(tab.wrongs, []);
  await tab.context().close();
});

// What a scanner sees in a picture: the bytes of the PNG as pixels, then the code in them.
async function scanned(png) {
  const tab = await (await eyes.browser.newContext()).newPage();
  const { data, width, height } = await tab.evaluate(async (base64) => {
    const picture = await createImageBitmap(await (await fetch("data:image/png;base64," + base64)).blob());
    const canvas = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
    canvas.drawImage(picture, 0, 0);
    const { data } = canvas.getImageData(0, 0, picture.width, picture.height);
    return { data: [...data], width: picture.width, height: picture.height };
  }, png.toString("base64"));
  await tab.context().close();
  return (jsqr.default ?? jsqr)(Uint8ClampedArray.from(data), width, height)?.data;
}

test("a job ticket is one sheet, has the text to the letter, and its code leads to the bench", async () => {
  await place("#9004", { items: [{ sku: "NECK-ENG-S", title: "Engraved bar necklace", quantity: 2, personalization: { engraving: SPEC } }] });
  const tab = await eyes.tab();
  await tab.emulateMedia({ media: "print" });
  await tab.goto(`${desk.address}/desk/studio/%239004/0/print`);
  const code = tab.locator(".job-code");
  const box = await code.boundingBox();
  assert.ok(box.width >= 110, `a code of 3 cm at least: ${box.width} px`);
  assert.equal(await scanned(await code.screenshot()), `${desk.address}/desk/studio/%239004`);
  assert.equal(await tab.locator(".job-spec dd").first().textContent(), SPEC);
  const size = await tab.locator(".job-spec dd").first().evaluate((each) => parseFloat(getComputedStyle(each).fontSize));
  assert.ok(size >= 28, `to be read at arm's length: ${size} px`);
  assert.equal(await tab.locator("a, button").filter({ visible: true }).count(), 0, "nothing to press on paper");
  assert.equal(await tab.locator(".job-stop").count(), 0);
  const pdf = (await tab.pdf({ preferCSSPageSize: true })).toString("latin1");
  assert.equal(pdf.match(/\/Type \/Page\b/g).length, 1, "one sheet");
  const [, width, height] = pdf.match(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/).map(Number);
  assert.ok(Math.abs(width - 419.5) < 3 && Math.abs(height - 595.3) < 3, `A5: ${width} × ${height} pt`);
  await tab.context().close();
});

test("a job ticket of what is on hold cannot be taken for one that may be made", async () => {
  await place("#9005");
  await desk.call("POST", path("#9005", "/hold"), { reason: "wrong alloy" });
  const tab = await eyes.tab();
  await tab.emulateMedia({ media: "print" });
  await tab.goto(`${desk.address}/desk/studio/%239005/0/print`);
  const stop = tab.locator(".job.is-held .job-stop");
  assert.match(await stop.textContent(), /On hold.*Do not make this piece yet.*wrong alloy/s);
  const [above, spec] = [await stop.boundingBox(), await tab.locator(".job-spec").boundingBox()];
  assert.ok(above.y + above.height <= spec.y, "it stands before what is to be made");
  assert.equal(await stop.evaluate((each) => getComputedStyle(each).borderTopStyle), "solid", "and needs no background to be printed");
  await tab.context().close();
});
