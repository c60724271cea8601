// States that no address alone shows: nothing there yet, forms that were refused, holds, colleagues, what is long, what runs from right
// to left. They stand in a store of their own, in this order: what is empty comes before anything is there.
const HOUR = 3600 * 1000, DAY = 24 * HOUR;
const ago = (span) => new Date(Date.now() - span).toISOString();
const MADE = [["design", 12 * DAY], ["production", 10 * DAY], ["shipped", 4 * DAY], ["delivered", 5 * HOUR]];
const PHONE = [390], BOARD = [1440, 820, 390];

const GERMAN = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenhersteller";
const CHINESE = "我们想把这份礼物送给住在很远的地方的外婆她已经九十二岁了希望上面刻的字足够大也足够深让她用手指就能摸出来";

async function place(desk, number, { name = "Maya Lin", locale = "en-US", engraving = "Forever", title = "Engraved bar necklace", events = [], placed = 2 * HOUR, items = 1 } = {}) {
  const email = `${number.slice(1)}@example.com`;
  await desk.call("PUT", `/v1/orders/${encodeURIComponent(number)}`, {
    number, placed_at: ago(placed), currency: "USD", total: "89.00", customer: { name, email, locale },
    items: Array.from({ length: items }, (_, i) => ({ sku: "NECK-ENG-S", title: items > 1 ? `${title} ${i + 1}` : title, personalization: { engraving } })),
    shipping: { carrier: "USPS", country: "US" }, events: events.map(([stage, span]) => ({ stage, at: ago(span) })),
  });
  return email;
}

let written = 0;
async function write(desk, from, text, subject = "") {
  const { ticket } = await desk.call("POST", "/v1/inquiries", { id: `state-${++written}`, at: ago(60000), channel: "email", from, subject, text });
  return `/desk/tickets/${ticket.id}`;
}

async function opened(tab, id, fields = {}) {
  await tab.locator(`#${id} > summary`).click();
  for (const [selector, value] of Object.entries(fields)) await tab.fill(selector, value);
  if (Object.keys(fields).length) await tab.click(`#${id} form button`);
}

// A form filled and sent: the page that comes back.
const sent = (fields, button) => async (tab) => {
  for (const [selector, value] of Object.entries(fields)) await tab.fill(selector, value);
  await Promise.all([tab.waitForEvent("load"), tab.click(button)]);
};

const EMPTY = ["", "/orders", "/customers", "/approvals", "/studio", "/measures", "/letters", "/search?q=nobody"].map((rest) => ({
  name: `empty_${rest.match(/\w+/)?.[0] ?? "inbox"}`, path: `/desk${rest}`,
}));

// An order and what its customer sees; more: of the state.
const mine = (name, number, how, more = {}) => ({
  name: `my_${name}`, customer: true, path: "/order", ...more,
  prepare: async (desk, eyes) => {
    await place(desk, number, how);
    await more.before?.(desk, number);
    return { state: await eyes.visit(number) };
  },
});

const ask = (text) => async (desk, number) => { await write(desk, `${number.slice(1)}@example.com`, text); };

const CUSTOMERS = [
  mine("change_open", "#6001", {}, { act: (tab) => opened(tab, "change") }),
  mine("all_open", "#6002", {}, { act: (tab) => tab.evaluate(() => document.querySelectorAll("details").forEach((each) => { each.open = true; })) }),
  mine("confirm", "#6003", {}, { act: async (tab) => { if (!await tab.locator("#confirm").count()) { await opened(tab, "change", { '#change input[name="fields.engraving?"]': "Always" }); await tab.waitForLoadState(); } } }),
  mine("refused", "#6004", {}, { act: async (tab) => { await tab.evaluate(() => document.querySelectorAll("[maxlength]").forEach((each) => each.removeAttribute("maxlength"))); await opened(tab, "change", { '#change input[name="fields.engraving?"]': "Always and always ".repeat(20) }); await tab.waitForLoadState(); } }),
  mine("late_change", "#6005", { placed: 4 * DAY, events: MADE.slice(0, 2).map(([stage]) => [stage, 2 * DAY]) }, { act: (tab) => opened(tab, "change") }),
  mine("overdue", "#6006", { placed: 40 * DAY, events: [["design", 40 * DAY], ["production", 35 * DAY]] }),
  mine("claim", "#6007", { placed: 12 * DAY, events: MADE }, { before: ask("My necklace came broken: the clasp is snapped in two and there is a dent in the bar.") }),
  mine("rtl", "#6008", { name: "شهرزاد عبد الرحمن", engraving: "إلى الأبد" }),
  mine("german", "#6009", { name: `Maximilian ${GERMAN}`, engraving: GERMAN.slice(0, 40), title: `Halskette mit ${GERMAN}` }),
  mine("chinese", "#6010", { name: "欧阳婉清", locale: "zh-CN", engraving: CHINESE.slice(0, 24), title: "刻字条形项链" }),
  mine("forty", "#6011", { items: 40 }, { seeds: true }),
  { name: "my_door_used", stranger: true, customer: true, path: "/o/this-link-was-used", act: sent({}, "main form button") },
  { name: "my_link_sent", stranger: true, customer: true, path: "/order/link", act: sent({ '[name="number"]': "#6001", '[name="email"]': "6001@example.com" }, "main form button") },
];

const ticket = (name, number, how, text, more = {}) => ({
  name: `ticket_${name}`, ...more,
  prepare: async (desk) => ({ path: await write(desk, await place(desk, number, how), text.replace("{}", number), more.subject) }),
});

const TICKETS = [
  ticket("rtl", "#6101", { name: "שרה כהן־לוי", engraving: "לנצח" }, "שלום, איפה ההזמנה {}? Where is my order {}?", { subject: "איפה ההזמנה שלי" }),
  ticket("german", "#6102", { name: `Maximilian ${GERMAN}`, title: `Halskette ${GERMAN}`, engraving: GERMAN.slice(0, 40) }, `Please change the engraving on order {} to "${GERMAN.slice(0, 36)}" instead.`, { subject: `${GERMAN} und ${GERMAN}` }),
  ticket("chinese", "#6103", { name: "欧阳婉清", locale: "zh-CN", title: "刻字条形项链" }, `订单 {} 什么时候能发货？${CHINESE.repeat(3)}`, { subject: CHINESE }),
  ticket("very_long", "#6104", {}, "Where is order {}?\n\n" + "I ordered this for my sister, who marries in October, and I would like to tell you everything about it. ".repeat(60)),
  ticket("menu", "#6105", {}, "Where is order {}?", { act: (tab) => tab.click(".page-actions .menu summary") }),
  ticket("lint", "#6106", {}, "Where is order {}?", { act: async (tab) => { await tab.fill("#draft-text", "Hello,\n\nit will be there on 3 March 2031. We will refund you 50 %.\n"); await tab.locator("#findings .finding.bad").first().waitFor(); } }),
  ticket("undo", "#6107", {}, "Where is order {}?", { script: false, anew: true, act: (tab) => tab.click("#editor button.primary") }),
  ticket("two_agents", "#6108", {}, "Where is order {}?", { act: async (tab, desk, eyes) => {
    const { email, password } = await (desk.colleague ??= desk.person("agent"));
    desk.colleagueState ??= eyes.signIn({ email, password });
    const other = await eyes.tab({ state: await desk.colleagueState });
    await other.goto(tab.url());
    await other.focus("#draft-text");
    await tab.reload();
    await tab.locator("#presence:not([hidden])").waitFor();
    return other;
  } }),
];

async function fillBoard(desk) {
  await place(desk, "#6201", { engraving: "Before the change" });
  await desk.call("POST", "/v1/orders/%236201/hold", { item: 0, reason: "address" });
  await place(desk, "#6202", { name: "محمد", engraving: "إلى الأبد", events: [["design", DAY]] });
  await place(desk, "#6203", { engraving: GERMAN, title: `Halskette ${GERMAN}`, placed: 30 * DAY, events: [["design", 29 * DAY], ["production", 28 * DAY]] });
  await place(desk, "#6205", { engraving: "Always & Forever" });
  await place(desk, "#6205", { engraving: "Always and for ever" });
  await place(desk, "#6204", { engraving: CHINESE, events: [["design", DAY], ["production", HOUR]] });
}

const STATES = [
  ...EMPTY,
  { name: "sign_in_wrong", stranger: true, path: "/sign-in", act: sent({ '[name="email"]': "nobody@example.com", '[name="password"]': "not the password" }, "main button") },
  { name: "nothing_there", path: "/desk/tickets/999999" },
  { name: "people_refused", path: "/desk/people", act: async (tab, desk) => sent({ "#f-name": "Somebody", "#f-email": desk.email }, "main .panel button.primary")(tab) },
  { name: "account_refused", path: "/desk/account", act: sent({ "#f-current": "not the password", "#f-password": "a password that is long" }, 'form:has(#f-password) button') },
  { name: "setting_refused", path: "/desk/settings/policy.md", act: sent({ "#file-text": "---\nchange_window: tomorrow\n---\n# Policy\n" }, ".editor button.primary") },
  { name: "token_told", path: "/desk/tokens", act: sent({ "#f-name": "warehouse" }, "main .panel button.primary") },
  { name: "keys", path: "/desk", act: (tab) => tab.keyboard.press("?") },
  { name: "more_rooms", path: "/desk", widths: PHONE, act: (tab) => tab.click(".bottombar summary") },
  ...CUSTOMERS,
  ...TICKETS,
  { name: "inbox_no_hits", path: "/desk?q=nobody-has-written-this" },
  { name: "inbox_picked", path: "/desk", act: (tab) => tab.locator(".row-mark input").first().check() },
  { name: "orders_long", path: "/desk/orders" },
  { name: "forty_items", path: "/desk/orders/%236011" },
  { name: "studio_full", path: "/desk/studio", widths: BOARD, prepare: fillBoard, seeds: true },
  { name: "bench_held", path: "/desk/studio/%236201", widths: BOARD },
  { name: "bench_long", path: "/desk/studio/%236203", widths: BOARD },
];

// [{name, path, state, stranger, customer, widths, script, act}]; act(tab, desk, eyes) brings the page into its state and may give back
// another tab that has to stay open meanwhile. prepare(desk, eyes), run just before (anew: for each language; seeds: for later states, too), may
// give a path and whose session it is.
export const states = STATES.map((each) => ({ ...each, name: `state_${each.name}` }));
