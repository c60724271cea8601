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
    if (minutes < 0) { each.classList.add("is-over"); text.textContent = each.dataset.over; continue; }
    const [d, h, m] = each.dataset.units.split("|");
    text.textContent = minutes >= 2880 ? Math.floor(minutes / 1440) + d
      : minutes >= 60 ? Math.floor(minutes / 60) + h + (minutes % 60 ? " " + (minutes % 60) + m : "") : minutes + m;
  }
}
setInterval(tick, 30000);

/* htmx sends the session's token with what it asks for. */
document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRF-Token"] = document.body.dataset.csrf;
});
