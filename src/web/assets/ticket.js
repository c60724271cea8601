/* The ticket where scripts run: what lint finds while one types, the time to undo, and who else is here. */
"use strict";

/* The text is checked when the typing pauses; nothing is kept by it. */
const editor = document.querySelector("form.editor[data-check]");
if (editor) {
  const findings = document.getElementById("findings");
  let wait = 0, asked = 0;
  const check = async () => {
    const mine = ++asked;
    const fields = new URLSearchParams({
      _csrf: document.body.dataset.csrf, _do: "POST " + editor.dataset.check.replace("/desk/", "/v1/"),
      _show: "1", markdown: editor.elements.markdown.value,
    });
    if (findings.querySelector("details[open]")) fields.set("_open", "1");
    const answer = await fetch(editor.dataset.check, { method: "POST", body: fields });
    if (mine === asked && answer.headers.get("content-type").startsWith("text/html")) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      findings.replaceChildren(...page.body.childNodes);
    }
  };
  editor.elements.markdown.addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(check, 500); });
  check();
}

/* The offer to take a letter back goes when its time is over. */
for (const undo of document.querySelectorAll("[data-undo]")) setTimeout(() => undo.remove(), Number(undo.dataset.undo) * 1000);

/* Says that this ticket is open here, and shows who else has it: a colleague who writes is not written over. */
const presence = document.getElementById("presence");
if (presence && window.fetch) {
  const say = async () => {
    if (document.hidden) return;
    const writing = document.activeElement && document.activeElement.matches("#editor textarea, #editor input");
    const answer = await fetch(presence.dataset.presence, {
      method: "PUT", headers: { "Content-Type": "application/json", "X-CSRF-Token": document.body.dataset.csrf },
      body: JSON.stringify({ doing: writing ? "writing" : "reading" }),
    });
    if (!answer.ok) return;
    const others = (await answer.json()).others;
    presence.hidden = others.length === 0;
    presence.lastElementChild.textContent = others.map((each) => presence.dataset[each.doing].replace("{}", each.name)).join(" · ");
  };
  say();
  setInterval(say, 12000);
}
