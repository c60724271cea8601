/* Photos of a piece in the making: each is sent by itself, with what is said of it. */
"use strict";

for (const form of document.querySelectorAll("[data-adds]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button"), chosen = form.querySelector('input[type="file"]');
    const said = new URLSearchParams();
    for (const name of ["item", "stage", "caption"]) if (form.elements[name].value) said.set(name, form.elements[name].value);
    said.set("shown", String(form.elements.shown.checked));
    button.disabled = true;
    let failed = false;
    for (const file of chosen.files) if (!await add(form, file, said)) failed = true;
    button.disabled = false;
    if (!failed) location.reload();
  });
}

async function add(form, file, said) {
  const row = document.createElement("li"), progress = document.createElement("progress");
  row.append(file.name, progress);
  form.querySelector(".upload-list").append(row);
  const answer = await fetch(`${form.dataset.adds}?${said}`, {
    method: "POST",
    headers: { "Content-Type": file.type || "application/octet-stream", "X-CSRF-Token": document.body.dataset.csrf },
    body: file,
  }).catch(() => null);
  progress.remove();
  if (answer?.ok) return true;
  const problem = await answer?.json().catch(() => null);
  row.append(` ${form.dataset.failed} ${problem?.detail ?? ""}`);
  row.className = "error";
  return false;
}
