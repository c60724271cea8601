/* What makes the desk pleasanter where scripts run; without it every page works by links and forms. */
"use strict";

const typing = (target) => target.closest("input, textarea, select, [contenteditable]");

/* Menus close when something else is meant. */
function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (menu !== except) menu.open = false;
}

/* j and k walk along the rows of a list, Enter follows as ever. */
function walk(step) {
  const links = [...document.querySelectorAll(".row-link, tbody th a")];
  const at = links.indexOf(document.activeElement);
  const next = links[Math.min(Math.max(at < 0 ? (step > 0 ? 0 : links.length - 1) : at + step, 0), links.length - 1)];
  if (next) next.focus();
}

/* What has data-key="g i" or data-key="r" is pressed or followed by these keys. */
let chord = "";
function press(key) {
  chord = chord.length && Date.now() - chord.at < 1200 ? Object.assign([...chord, key], { at: Date.now() }) : Object.assign([key], { at: Date.now() });
  for (const keys of [chord.slice(-2).join(" "), key]) {
    const wanted = [...document.querySelectorAll("[data-key]")].find((each) => each.dataset.key === keys && each.getClientRects().length);
    if (!wanted) continue;
    chord = [];
    if (wanted.matches("input, textarea, select")) wanted.focus(); else wanted.click();
    return true;
  }
  return false;
}

document.addEventListener("click", (event) => {
  const target = event.target;
  closeMenus(target.closest("details.menu"));
  const opener = target.closest("[data-opens]");
  if (opener) { event.preventDefault(); document.getElementById(opener.dataset.opens).showModal(); }
  const closer = target.closest("[data-closes]");
  if (closer) closer.closest("dialog").close();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    const menu = document.querySelector("details.menu[open]");
    closeMenus();
    if (menu) menu.querySelector("summary").focus();
    return;
  }
  const form = event.target.closest("form");
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && form) {
    const button = form.querySelector("button.primary");
    if (button) { event.preventDefault(); form.requestSubmit(button); }
    return;
  }
  if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.key === "j" || event.key === "k") { event.preventDefault(); walk(event.key === "j" ? 1 : -1); return; }
  if (press(event.key)) event.preventDefault();
});

/* A countdown (data-until, an instant) goes on counting: to the minute, in the words of the page. */
function tick() {
  for (const each of document.querySelectorAll(".countdown[data-until]")) {
    const minutes = Math.floor((Date.parse(each.dataset.until) - Date.now() - Number(each.dataset.ahead || 0)) / 60000);
    const text = each.querySelector("[data-left]");
    if (!text || Number.isNaN(minutes)) continue;
    const [d, h, m] = each.dataset.units.split("|");
    const far = Math.abs(minutes);
    const said = far >= 2880 ? Math.floor(far / 1440) + d
      : far >= 60 ? Math.floor(far / 60) + h + (far % 60 ? " " + (far % 60) + m : "") : far + m;
    text.textContent = minutes < 0 ? each.dataset.over.replace("{}", said) : said;
    if (minutes < 0 && !each.classList.contains("is-late")) each.classList.add("is-over");
  }
}
setInterval(tick, 30000);

/* Filters that are chosen from are followed at once; empty ones stay out of the address. */
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submits]")) event.target.form.requestSubmit();
  if (event.target.matches("[data-all]"))
    for (const box of document.getElementsByName(event.target.dataset.all)) box.checked = event.target.checked;
});
document.addEventListener("submit", (event) => {
  if (event.target.method !== "get") return;
  for (const field of event.target.elements) if (field.name && field.value === "") field.disabled = true;
});

/* What changes in the desk is shown without being asked for: the parts of the page marked data-live are fetched anew and put in
 * place, except while somebody works in one. */
function isWorkedIn(part) {
  return part.contains(document.activeElement) && typing(document.activeElement) ||
    part.querySelector("input:checked, dialog[open], details.menu[open]") !== null;
}
async function refresh() {
  const parts = [...document.querySelectorAll("[data-live]")].filter((part) => !isWorkedIn(part));
  if (!parts.length) return;
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of parts) {
    const fresh = page.getElementById(part.id);
    const link = part.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    if (!fresh || fresh.innerHTML === part.innerHTML) continue;
    part.replaceChildren(...fresh.childNodes);
    const again = link && [...part.querySelectorAll("a")].find((each) => each.getAttribute("href") === link);
    if (again) again.focus();
  }
}
if (document.querySelector("[data-live]")) {
  let wait = 0;
  new EventSource("/v1/events").addEventListener("change", () => { clearTimeout(wait); wait = setTimeout(refresh, 400); });
  setInterval(() => { if (!document.hidden) refresh(); }, 60000); /* clocks in opening hours are the server's */
}
