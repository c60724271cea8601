// Stories from end to end, as people live them: a customer's page on one side, the desk and the studio on the other. Each runs over
// the database of BURIN_TEST_POSTGRES where it is set, else over SQLite.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { Desk, Eyes } from "./desk.mjs";

const desk = await Desk.start({ days: 0, database: process.env.BURIN_TEST_POSTGRES });
const eyes = await Eyes.open(desk);
after(async () => {
  await eyes.close();
  const errors = desk.errors();
  await desk.stop();
  assert.deepEqual(errors, [], "the server's log");
});

const HOUR = 3600 * 1000, DAY = 24 * HOUR;
const ago = (span) => new Date(Date.now() - span).toISOString();
const path = (number, rest = "") => `/v1/orders/${encodeURIComponent(number)}${rest}`;

async function place(number, { events = [], placed = 2 * HOUR, engraving = "Forever", ...more } = {}) {
  const email = `maya${number.slice(1)}@example.com`;
  await desk.call("PUT", path(number), {
    number, placed_at: ago(placed), currency: "USD", total: "89.00", customer: { name: "Maya Lin", email, locale: "en-US" },
    items: [{ sku: "NECK-ENG-S", title: "Engraved bar necklace", personalization: { engraving } }],
    shipping: { carrier: "USPS", country: "US" }, events: events.map(([stage, span]) => ({ stage, at: ago(span) })), ...more,
  });
  return email;
}

let letters = 0;
async function write(from, text, more = {}) {
  return desk.call("POST", "/v1/inquiries", { id: `story-${++letters}`, at: new Date().toISOString(), channel: "email", from, subject: "", text, ...more });
}

// The page of an order, entered as a customer does: by the link in the letter.
async function customer(number, more = {}) {
  await desk.call("POST", path(number, "/link"), {});
  const secret = await desk.letter(new RegExp(`the page of order ${number}[^]*?/o/([\\w-]+)`));
  const tab = await eyes.tab({ width: 390, stranger: true, ...more });
  await tab.goto(`${desk.address}/o/${secret}`);
  await tab.click("main form button");
  await tab.waitForURL("**/order");
  return tab;
}

const says = async (tab, text) => tab.locator("main").filter({ hasText: text }).first().waitFor({ timeout: 10000 });
const opened = async (tab, id) => {
  await tab.locator(`#${id} > summary`).click();
  await tab.locator(`#${id}[open]`).waitFor();
};

test("a change inside the window, from the customer's page to the studio's board", async () => {
  await place("#7001");
  const tab = await customer("#7001");
  await opened(tab, "change");
  await tab.fill('#change input[name="fields.engraving?"]', "Always");
  await tab.click("#change form button");
  await says(tab, "read this once more");
  await tab.locator("#confirm").filter({ hasText: "Always" }).waitFor();

  const studio = await eyes.tab();
  await studio.goto(desk.address + "/desk/studio?find=7001");
  assert.equal(await studio.locator(".card.is-held").count(), 1, "it is on hold while the customer reads");
  assert.equal(await studio.locator(".card-move button").count(), 0, "and cannot be moved");

  await tab.click("#confirm button.accent");
  await says(tab, "We make it just so");
  await studio.goto(desk.address + "/desk/studio?find=7001");
  await says(studio, "What is to be made has changed");
  assert.equal(await studio.locator(".card-move button").count(), 0, "not before somebody has taken note of it");
  await studio.click(".card-news button");
  await studio.locator(".card-spec dd").filter({ hasText: "Always" }).waitFor();
  await studio.click(".card-move button");
  await studio.locator('.lane[data-stage="production"] .card').waitFor();
  assert.deepEqual([...tab.wrongs, ...studio.wrongs], []);
});

test("a late change is declined, with what is possible instead", async () => {
  const from = await place("#7002", { placed: 4 * DAY, events: [["design", 4 * DAY], ["production", 2 * DAY]] });
  const { ticket } = await write(from, "Please change the engraving on order 7002 to \"Always\" instead of \"Forever\".");
  const tab = await eyes.tab();
  await tab.goto(`${desk.address}/desk/tickets/${ticket.id}`);
  await says(tab, "Decline the change");
  const draft = await tab.inputValue("#draft-text");
  assert.match(draft, /has begun|already/i);
  const page = await customer("#7002");
  await opened(page, "change");
  await page.locator("#change .aside-note").waitFor();
  assert.equal(await page.locator("#change form").count(), 0, "the customer's page says it, too");
  await tab.click("#editor button.primary");
  await says(tab, "Sent.");
  await tab.click(".undo button");
  await says(tab, "It is a draft again");
  assert.deepEqual([...tab.wrongs, ...page.wrongs], []);
});

test("a damaged piece, from a photo to a remake", async () => {
  await place("#7003", { placed: 12 * DAY, events: [["design", 12 * DAY], ["production", 10 * DAY], ["quality_check", 5 * DAY], ["shipped", 4 * DAY], ["delivered", 5 * HOUR]] });
  const page = await customer("#7003");
  await opened(page, "report");
  await page.fill("#report-text", "The clasp is broken and there is a dent in the bar.");
  await page.click("#report form button");
  await says(page, "We have it, and we are sorry");
  await page.setInputFiles("#photos input[type=file]", { name: "clasp.png", mimeType: "image/png", buffer: await page.screenshot() });
  await page.locator(".upload-list li").filter({ hasText: "is with us" }).waitFor({ timeout: 20000 });
  await page.goto(desk.address + "/order");
  await page.check('#choose input[value="remake"]');
  await page.click("#choose button");
  await says(page, "noted your choice");

  const tab = await eyes.tab();
  await tab.goto(desk.address + "/desk/approvals");
  await tab.locator("tr").filter({ hasText: "Remake" }).locator("button.primary").click();
  await says(tab, "Done.");
  const { data } = await desk.call("GET", "/v1/orders?limit=20");
  assert.ok(data.some((each) => each.remake_of?.includes("7003")), "the remake is an order of its own");
  assert.deepEqual([...tab.wrongs, ...page.wrongs], []);
});

const picture = async (tab, name) => ({ name, mimeType: "image/png", buffer: await tab.screenshot() });
const claimsOf = async (number) => (await desk.call("GET", `/v1/claims?order=${encodeURIComponent(number)}`)).data;
const DELIVERED = { placed: 12 * DAY, events: [["design", 12 * DAY], ["production", 10 * DAY], ["shipped", 4 * DAY], ["delivered", 5 * HOUR]] };

for (const script of [true, false]) test(`a report brings its photos along, with scripts ${script ? "on" : "off"}`, async () => {
  const number = script ? "#7020" : "#7021";
  await place(number, DELIVERED);
  const page = await customer(number, { script });
  await opened(page, "report");
  await page.fill("#report-text", "The clasp is broken.");
  await page.setInputFiles("#report-photos", [await picture(page, "clasp.png"), { name: "cut.png", mimeType: "image/png", buffer: (await picture(page, "")).buffer.subarray(0, 500) }]);
  await page.click("#report form button");
  await says(page, "We have it, and we are sorry");
  await says(page, "“cut.png” did not arrive: it cannot be read");
  assert.equal(await page.locator("#report[open]").count(), 0, "the report is in, and not asked for again");
  assert.deepEqual((await claimsOf(number)).map((claim) => claim.photos), [1]);
  await page.goto(desk.address + "/order");
  await page.check('#choose input[value="remake"]');
  await page.click("#choose button");
  await says(page, "noted your choice");
  assert.deepEqual(page.wrongs.filter((wrong) => !/400/.test(wrong)), []);
});

test("photos that were asked for come without scripts", async () => {
  await place("#7022", DELIVERED);
  const page = await customer("#7022", { script: false });
  await opened(page, "report");
  await page.fill("#report-text", "The clasp is broken.");
  await page.click("#report form button");
  await says(page, "May we see it?");
  await page.setInputFiles("#photos input[type=file]", [await picture(page, "one.png"), await picture(page, "two.png")]);
  await page.click("#photos button");
  await says(page, "The photos are with us");
  assert.equal((await claimsOf("#7022"))[0].state, "offered");
  assert.deepEqual(page.wrongs, []);
});

for (const script of [true, false]) test(`another photo is read back, confirmed and made, with scripts ${script ? "on" : "off"}`, async () => {
  const number = script ? "#7023" : "#7024";
  await place(number, { items: [{ sku: "PET-OIL-40", title: "Custom pet portrait", personalization: { photo: "dog.jpg", pet_name: "Biscuit" } }] });
  const page = await customer(number, { script });
  await opened(page, "change");
  await page.setInputFiles("#change input[type=file]", await picture(page, "small.png"));
  await page.click("#change form[data-whole] button");
  await says(page, "“small.png” did not arrive: we cannot make it from this one");
  await page.locator("#change[open]").waitFor();
  await page.setViewportSize({ width: 1500, height: 1300 });
  await page.setInputFiles("#change input[type=file]", await picture(page, "Biscuit.png"));
  await page.click("#change form[data-whole] button");
  await says(page, "We make it from exactly this photo");
  assert.ok(await page.locator("#confirm img").evaluate((image) => image.decode().then(() => image.naturalWidth)) > 100, "the photo is shown");
  await page.click("#confirm button.accent");
  await says(page, "We make it just so");
  const studio = await eyes.tab();
  await studio.goto(`${desk.address}/desk/studio?find=${number.slice(1)}`);
  await studio.locator(".card-news").filter({ hasText: "Biscuit.jpg" }).locator("img").waitFor();
  assert.deepEqual([...page.wrongs, ...studio.wrongs].filter((wrong) => !/400/.test(wrong)), []);
});

test("a text is shown in the font it is made in", async () => {
  await place("#7026", { items: [{ sku: "NECK-ENG-S", title: "Engraved bar necklace", personalization: { engraving: "Forever", font: "Script" } }] });
  const page = await customer("#7026");
  const family = (tab, where) => tab.locator(where).first().evaluate((element) => getComputedStyle(element).fontFamily.split(",")[0]);
  assert.equal(await family(page, ".plate .spec-text"), '"shop Script"');
  await opened(page, "change");
  await page.fill('#change input[name="fields.engraving?"]', "Always");
  assert.equal(await family(page, ".live-plate .spec-text"), '"shop Script"');
  await page.selectOption('#change select[name="fields.font?"]', "Block");
  assert.equal(await family(page, ".live-plate .spec-text"), '"shop Block"');
  assert.equal(await page.locator(".live-plate .spec-text").textContent(), "Always");
  assert.equal(await page.evaluate(() => document.fonts.load('1em "shop Block"').then((all) => all.length)), 1, "the font is loaded");
  await page.fill('#change input[name="fields.engraving?"]', "");
  await page.selectOption('#change select[name="fields.font?"]', "Serif");
  await page.click("#change form button");
  await page.locator("#confirm").waitFor();
  assert.equal(await family(page, "#confirm .plate .spec-text"), '"shop Serif"');
  const studio = await eyes.tab();
  await studio.goto(desk.address + "/desk/studio?find=7026");
  assert.equal(await family(studio, ".card-spec dd"), '"shop Script"', "as confirmed");
  assert.deepEqual([...page.wrongs, ...studio.wrongs], []);
});

test("one of several pieces is changed alone", async () => {
  await place("#7025", { items: [{ sku: "MUG-NAME", title: "Name mug", quantity: 2, personalization: {}, pieces: [{ personalization: { name: "Ada" } }, { personalization: { name: "Ben" } }] }] });
  const page = await customer("#7025", { script: false });
  await opened(page, "change");
  await page.locator(".my-piece-change > summary", { hasText: "Ben" }).click();
  await page.locator(".my-piece-change[open] input[placeholder=Ben]").fill("Benjamin");
  await page.locator(".my-piece-change[open] button").click();
  await says(page, "Piece 2");
  await page.click("#confirm button.accent");
  await says(page, "We make it just so");
  await page.locator(".my-pieces").filter({ hasText: "Benjamin" }).filter({ hasText: "Ada" }).waitFor();
  assert.deepEqual(page.wrongs, []);
});

test("an overdue order is owned up to", async () => {
  const from = await place("#7004", { placed: 40 * DAY, events: [["design", 40 * DAY], ["production", 35 * DAY]] });
  const { ticket } = await write(from, "Where is my order 7004? It is weeks late.");
  const tab = await eyes.tab();
  await tab.goto(`${desk.address}/desk/tickets/${ticket.id}`);
  await says(tab, "Apologise for the delay");
  await tab.locator("#assessment .badge.bad").first().waitFor();
  assert.match(await tab.inputValue("#draft-text"), /sorry|apolog/i);
  await tab.click("#editor button.primary");
  await says(tab, "Sent.");
  assert.deepEqual(tab.wrongs, []);
});

test("a wrong engraving that reads what was confirmed", async () => {
  const from = await place("#7005", { placed: 12 * DAY, engraving: "Alway & Forever", events: [["design", 12 * DAY], ["production", 10 * DAY], ["shipped", 4 * DAY], ["delivered", DAY]] });
  const { ticket } = await write(from, "The engraving on order 7005 is wrong: it says \"Alway & Forever\" and should say \"Always & Forever\".");
  const tab = await eyes.tab();
  await tab.goto(`${desk.address}/desk/tickets/${ticket.id}`);
  await says(tab, "Explain what was confirmed");
  assert.match(await tab.inputValue("#draft-text"), /Alway & Forever/);
  assert.deepEqual(tab.wrongs, []);
});

test("a stranger asks about somebody's order and learns nothing", async () => {
  await place("#7006");
  const { ticket } = await write("stranger@example.net", "Where is order 7006?");
  const tab = await eyes.tab();
  await tab.goto(`${desk.address}/desk/tickets/${ticket.id}`);
  await says(tab, "Verify who writes");
  assert.doesNotMatch(await tab.inputValue("#draft-text"), /Maya|Forever|89/);
  const page = await eyes.tab({ width: 390, stranger: true });
  const asked = [];
  for (const [number, email] of [["#7006", "stranger@example.net"], ["#9999", "nobody@example.net"], ["#7006", "maya7006@example.com"]]) {
    await page.goto(desk.address + "/order/link");
    await page.fill('[name="number"]', number);
    await page.fill('[name="email"]', email);
    await page.click("main form button");
    await says(page, "If that order and that address belong together");
    asked.push((await page.locator("main").innerHTML()));
  }
  assert.equal(new Set(asked).size, 1, "a hit and a miss look the same");
  await page.goto(desk.address + "/order");
  assert.match(page.url(), /\/order\/link$/);
  assert.deepEqual([...tab.wrongs, ...page.wrongs], []);
});

test("an owner holds what goes out, looks at it, and lets it go", async () => {
  const tab = await eyes.tab();
  await tab.goto(desk.address + "/desk/letters");
  await says(tab, "into the Maildir mail");
  await tab.getByRole("button", { name: "Hold everything" }).click();
  await says(tab, "Nothing goes out.");
  await write(await place("#7008"), "Where is my order 7008?");
  await tab.goto(desk.address + "/desk/letters?state=queued");
  await tab.click("text=We have your message");
  await says(tab, "Your message has reached us");
  await says(tab, "maya7008@example.com");
  await tab.goto(desk.address + "/desk/letters");
  await tab.getByRole("button", { name: "Release" }).click();
  await says(tab, "What waited goes out now.");
  for (let tries = 0; tries < 50; tries++) {
    await tab.goto(desk.address + "/desk/letters?state=queued");
    if (await tab.getByText("Nothing waits to go out.").count()) break;
  }
  await says(tab, "Nothing waits to go out.");
  assert.deepEqual(tab.wrongs, []);
});

test("an agent's day by keyboard alone", async () => {
  const from = await place("#7007");
  await write(from, "Hello, where is my order 7007? Thank you!");
  const tab = await eyes.tab();
  await tab.goto(desk.address + "/desk");
  await tab.keyboard.press("/");
  await tab.keyboard.type("7007");
  await tab.keyboard.press("Enter");
  await tab.waitForURL("**q=7007**");
  await tab.keyboard.press("Escape");
  await tab.locator("body").evaluate(() => document.activeElement.blur());
  await tab.keyboard.press("j");
  await tab.keyboard.press("Enter");
  await tab.waitForURL("**/desk/tickets/**");
  await tab.keyboard.press("a");
  await says(tab, "Done.");
  await tab.keyboard.press("r");
  assert.equal(await tab.evaluate(() => document.activeElement.id), "draft-text");
  await tab.keyboard.press("Control+End");
  await tab.keyboard.type("\n\nHave a good day");
  await tab.keyboard.press("Control+Enter");
  await says(tab, "Sent.");
  await tab.locator("body").evaluate(() => document.activeElement.blur());
  await tab.keyboard.press("e");
  await says(tab, "Resolved");
  assert.deepEqual(tab.wrongs, []);
});

test("a photo from the bench, on the customer's page until it is withdrawn", async () => {
  await place("#7010", { placed: 3 * DAY, events: [["design", 3 * DAY], ["production", DAY]], recipient: { name: "Jo", email: "jo7010@example.com" } });
  const page = await customer("#7010");
  assert.equal(await page.locator(".making").count(), 0);

  const studio = await eyes.tab();
  await studio.goto(desk.address + "/desk/studio?find=7010");
  await studio.locator('.card a[href$="#progress"]').click();
  await studio.setInputFiles("#progress-file", { name: "cut.png", mimeType: "image/png", buffer: await page.screenshot() });
  await studio.fill("#progress-caption", "The first letters are cut");
  await studio.click(".progress-add button");
  await says(studio, "The photo is added");
  await studio.locator(".progress-one").filter({ hasText: "The first letters are cut" }).waitFor({ timeout: 20000 });
  await studio.locator(".progress-one").filter({ hasText: "Production" }).waitFor();

  await page.reload();
  const photo = page.locator(".making-photo img");
  await photo.scrollIntoViewIfNeeded();
  await page.waitForFunction(() => document.querySelector(".making-photo img").naturalWidth > 300);
  assert.equal(await photo.getAttribute("alt"), "Production: The first letters are cut");

  await studio.goto(`${desk.address}/desk/orders/${encodeURIComponent("#7010")}`);
  await studio.click(".progress-one .menu > summary");
  await studio.uncheck('.progress-one input[name="shown:bool"]');
  await studio.click(".progress-one .menu form:first-of-type button");
  await studio.locator(".progress-one.is-hidden").waitFor();
  await page.reload();
  assert.equal(await page.locator(".making").count(), 0, "what is not shown is not there");

  await studio.click(".progress-one .menu > summary");
  await studio.click(".progress-one .menu button.danger");
  await says(studio, "The photo is gone");
  assert.equal(await studio.locator(".progress-one").count(), 0);
  assert.deepEqual([...studio.wrongs, ...page.wrongs], []);
});
