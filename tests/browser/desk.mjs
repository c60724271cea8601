// A served demo store, somebody who has signed in to it, and a browser to look at it with.
import { execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const burin = path.resolve(process.env.BURIN || path.join(root, "build/burin"));

export const WIDTHS = [1440, 390];
export const THEMES = ["light", "dark"];
export const LANGS = ["en", "zh"];

function run(...args) {
  return execFileSync(burin, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();
}

function freshSchema(database) {
  const name = `browser_${process.pid}`;
  execFileSync("psql", ["-q", "-d", database, "-c", `CREATE SCHEMA ${name}`]);
  return `${database}${database.includes("?") ? "&" : "?"}options=-csearch_path%3D${name}`;
}

async function serve(folder) {
  const log = fs.openSync(path.join(folder, "serve.log"), "a");
  const server = spawn(burin, ["serve", path.join(folder, "store"), "--listen", "127.0.0.1:0", "--ops", "127.0.0.1:0"],
    { stdio: ["ignore", "pipe", log] });
  const address = await new Promise((resolve, reject) => {
    let said = "";
    server.stdout.on("data", (bytes) => {
      said += bytes;
      const found = said.match(/http:\/\/127\.0\.0\.1:\d+/);
      if (found) resolve(found[0]);
    });
    server.on("exit", (status) => reject(new Error(`burin serve ended with ${status}: ${fs.readFileSync(path.join(folder, "serve.log"), "utf8").slice(-2000)}`)));
  });
  server.removeAllListeners("exit");
  return { server, address };
}

export class Desk {
  // A demo store in a folder of its own, served on a free port of the loopback interface: with that many days behind it, or none
  // and only its owner; over SQLite, or over a PostgreSQL server in a schema of its own.
  static async start({ days = 120, database } = {}) {
    const desk = new Desk();
    desk.folder = fs.mkdtempSync(path.join(os.tmpdir(), "burin-browser-"));
    const store = path.join(desk.folder, "store");
    run("init", "--demo", store);
    if (database) fs.appendFileSync(path.join(store, "store.yaml"), `database: "${freshSchema(database)}"\n`);
    if (days) [, desk.email, desk.password] = run("demo", "--days", String(days), store).match(/owner\s+(\S+)\s+(.+)/);
    Object.assign(desk, await serve(desk.folder));
    desk.token = run("token", "add", store, "--scope", "owner", "--name", "browser");
    if (!days) Object.assign(desk, await desk.person("owner"));
    return desk;
  }

  // Somebody new of that role, who can sign in.
  async person(role) {
    const email = `${role}@shop.example`, password = `${role} of the browser tests`;
    const { invite } = await this.call("POST", "/v1/accounts", { name: role, email, role });
    await this.call("POST", "/v1/invites/accept", { code: invite, password });
    return { email, password };
  }

  // The first group of the pattern in the newest letter that has it, once there is one in the Maildir.
  async letter(pattern) {
    const folder = path.join(this.folder, "store/mail/new");
    this.seen ??= new Set();
    for (const end = Date.now() + 20000; Date.now() < end; await new Promise((wait) => setTimeout(wait, 100))) {
      const names = fs.existsSync(folder) ? fs.readdirSync(folder).filter((name) => !this.seen.has(name)) : [];
      for (const name of names) {
        this.seen.add(name);
        const parts = fs.readFileSync(path.join(folder, name), "utf8").split(/\r?\n\r?\n/);
        for (const part of parts) {
          const found = Buffer.from(part.split("\n--")[0], "base64").toString("utf8").match(pattern);
          if (found) return found[1];
        }
      }
    }
    throw new Error(`no letter has ${pattern}`);
  }

  async call(method, target, body) {
    const answer = await fetch(this.address + target, {
      method,
      headers: { Authorization: `Bearer ${this.token}`, ...(body ? { "Content-Type": "application/json" } : {}) },
      body: body && JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${method} ${target}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }

  // The link to an order's page, out of the letter that carries it.
  async link(number) {
    const folder = path.join(this.folder, "store/mail/new");
    const before = new Set(fs.readdirSync(folder));
    await this.call("POST", `/v1/orders/${encodeURIComponent(number)}/link`, {});
    for (let tries = 0; tries < 300; tries++) {
      for (const name of fs.readdirSync(folder).filter((each) => !before.has(each))) {
        const [, plain] = fs.readFileSync(path.join(folder, name), "utf8").match(/base64\r?\n\r?\n([\w+/=\s]+)/) ?? [, ""];
        const found = Buffer.from(plain, "base64").toString().match(/\/o\/([\w-]+)/);
        if (found) return `/o/${found[1]}`;
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`no letter brings the link to ${number}`);
  }

  // Lines of the log that say that something failed.
  errors() {
    return fs.readFileSync(path.join(this.folder, "serve.log"), "utf8").split("\n").filter((line) => /"level":\s*"error"|AddressSanitizer|runtime error/.test(line));
  }

  async stop() {
    const ended = new Promise((resolve) => this.server.on("exit", resolve));
    this.server.kill("SIGTERM");
    await ended;
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}

export class Eyes {
  static async open(desk) {
    const eyes = new Eyes();
    eyes.desk = desk;
    eyes.browser = await chromium.launch({
      executablePath: chromiumPath(),
      args: process.getuid() === 0 ? ["--no-sandbox"] : [],
    });
    eyes.state = await eyes.signIn();
    return eyes;
  }

  // The form, as anybody fills it.
  async signIn({ email, password } = this.desk) {
    const context = await this.browser.newContext();
    const page = await context.newPage();
    await page.goto(this.desk.address + "/desk");
    await page.fill('input[name="email"]', email);
    await page.fill('input[name="password"]', password);
    await page.click("button.primary");
    await page.waitForURL("**/desk");
    const state = await context.storageState();
    await context.close();
    return state;
  }

  // A customer comes by the link in a letter.
  async visit(number) {
    const context = await this.browser.newContext();
    const page = await context.newPage();
    await page.goto(this.desk.address + await this.desk.link(number));
    await page.click("main form button");
    await page.waitForURL("**/order");
    const state = await context.storageState();
    await context.close();
    return state;
  }

  // A tab: width, theme ("light", "dark"), lang ("en", "zh"); stranger: nobody has signed in; state: of whom else; script: false switches it off.
  // What goes wrong in it is written down in tab.wrongs.
  async tab({ width = 1440, theme = "light", lang = "en", stranger = false, state = stranger ? null : this.state, script = true, motion = "no-preference" } = {}) {
    const context = await this.browser.newContext({
      viewport: { width, height: width < 500 ? 844 : 900 },
      colorScheme: theme,
      reducedMotion: motion,
      locale: lang === "zh" ? "zh-CN" : "en-US",
      timezoneId: "America/New_York",
      javaScriptEnabled: script,
      hasTouch: width < 500,
      storageState: state ?? undefined,
    });
    const tab = await context.newPage();
    tab.wrongs = [];
    tab.on("console", (message) => { if (["error", "warning"].includes(message.type())) tab.wrongs.push(`console: ${message.text()}`); });
    tab.on("pageerror", (error) => tab.wrongs.push(`script: ${error.message}`));
    tab.on("requestfailed", (request) => { if (!request.failure()?.errorText.includes("ERR_ABORTED")) tab.wrongs.push(`not loaded: ${request.url()}`); });
    tab.on("response", (response) => { if (response.status() >= 400 && response.request().resourceType() !== "document") tab.wrongs.push(`${response.status()}: ${response.url()}`); });
    return tab;
  }

  async close() {
    await this.browser.close();
  }
}

export function chromiumPath() {
  return [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser"].find((each) => each && fs.existsSync(each));
}
