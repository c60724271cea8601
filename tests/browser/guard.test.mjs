// What must not happen: markup that somebody planted is inert on every page, pages keep to the rights of who looks, and nobody is
// led to another site.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { Desk, Eyes } from "./desk.mjs";
import { pagesOf } from "./pages.mjs";

const desk = await Desk.start({ days: 0 });
const eyes = await Eyes.open(desk);
after(async () => {
  await eyes.close();
  await desk.stop();
});

const planted = `<img src=x onerror="window.planted=1"><script>window.planted=1</script>"'><svg onload=planted=1>{{ 7 | times: 7 }}`;

test("planted markup is inert on every page", async () => {
  await desk.call("PUT", `/v1/orders/${encodeURIComponent("#8001")}`, {
    number: "#8001", placed_at: new Date().toISOString(), currency: "USD", total: "89.00",
    customer: { name: planted, email: "x@example.com", locale: "en-US" },
    items: [{ sku: "NECK-ENG-S", title: planted, personalization: { engraving: planted, [`f${planted}`]: planted } }],
    shipping: { carrier: planted, country: "US", tracking: planted },
  });
  await desk.call("POST", "/v1/inquiries", { id: "planted", at: new Date().toISOString(), channel: "email", from: "x@example.com", subject: planted, text: `Where is order 8001? ${planted}`, attachments: [{ name: planted, type: "image/jpeg", bytes: 10 }] });
  const tab = await eyes.tab();
  for (const page of await pagesOf(desk)) {
    if (!page.path) continue;
    for (const more of ["", `?q=${encodeURIComponent(planted)}&find=${encodeURIComponent(planted)}&done=${encodeURIComponent(planted)}`]) {
      await tab.goto(desk.address + page.path + more);
      assert.equal(await tab.evaluate(() => window.planted), undefined, page.path + more);
      assert.equal(await tab.locator("img[src=x]").count(), 0, page.path + more);
      assert.doesNotMatch(await tab.content(), />49</, "no template in a value is run");
    }
  }
});

test("pages show what the role may see, and nothing else", async () => {
  const seen = {};
  for (const role of ["manager", "agent", "studio", "viewer"]) {
    const { email, password } = await desk.person(role);
    const context = await eyes.browser.newContext();
    const tab = await context.newPage();
    await tab.goto(desk.address + "/sign-in");
    await tab.fill('input[name="email"]', email);
    await tab.fill('input[name="password"]', password);
    await Promise.all([tab.waitForURL((url) => url.pathname !== "/sign-in"), tab.click("main button")]);
    seen[role] = {};
    for (const where of ["/desk", "/desk/orders", "/desk/studio", "/desk/approvals", "/desk/customers", "/desk/measures", "/desk/settings", "/desk/letters", "/desk/people", "/desk/tokens"])
      seen[role][where] = (await tab.goto(desk.address + where)).status();
    await context.close();
  }
  const all = (status, except = {}) => ({ "/desk": status, "/desk/orders": 200, "/desk/studio": 200, "/desk/approvals": status, "/desk/customers": status, "/desk/measures": status, "/desk/settings": status, "/desk/letters": 403, "/desk/people": 403, "/desk/tokens": 403, ...except });
  assert.deepEqual(seen, { manager: all(200, { "/desk/letters": 200 }), agent: all(200), studio: all(403), viewer: all(200) });
});

test("nobody is led elsewhere, framed, or made to act by another site", async () => {
  const tab = await eyes.tab({ stranger: true });
  for (const to of ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]) {
    await tab.goto(`${desk.address}/sign-in?to=${encodeURIComponent(to)}`);
    await tab.fill('input[name="email"]', desk.email);
    await tab.fill('input[name="password"]', desk.password);
    await Promise.all([tab.waitForNavigation(), tab.click("main button")]);
    assert.equal(new URL(tab.url()).origin, desk.address, to);
    await tab.context().clearCookies();
  }
  const page = await fetch(desk.address + "/sign-in");
  const policy = page.headers.get("content-security-policy");
  assert.match(policy, /^default-src 'none';.* frame-ancestors 'none'$/);
  assert.doesNotMatch(policy, /(frame|child|object|worker|manifest)-src/, "what no page uses is not allowed");
  const forged = await fetch(desk.address + "/sign-in", { method: "POST", headers: { Origin: "https://evil.example", "Content-Type": "application/x-www-form-urlencoded" }, body: "_do=POST%20%2Fv1%2Fsession&email=a&password=b" });
  assert.equal(forged.status, 403);
});

test("a session begins with a cookie of its own", async () => {
  const before = await fetch(desk.address + "/sign-in", { headers: { Cookie: "__Host-burin=planted" } });
  assert.equal(before.headers.get("set-cookie"), null);
  const sign = () => fetch(desk.address + "/sign-in", { method: "POST", redirect: "manual", headers: { Cookie: "__Host-burin=planted", "Content-Type": "application/x-www-form-urlencoded" }, body: new URLSearchParams({ _do: "POST /v1/session", email: desk.email, password: desk.password }) });
  const first = (await sign()).headers.get("set-cookie"), second = (await sign()).headers.get("set-cookie");
  assert.match(first, /^__Host-burin=[\w-]{40,}; Path=\/; Secure; HttpOnly; SameSite=Lax$/);
  assert.notEqual(first, second);
});
