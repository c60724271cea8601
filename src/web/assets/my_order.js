/* The customer's page where scripts run: the text as one types it, and photos made small enough before they are sent. */
"use strict";

/* The text that is typed, or that stays, in the font that is chosen, or that stays: fonts.css knows those that the store has. */
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-preview]"), plate = form?.querySelector(".live-plate");
  const font = form?.querySelector('[name="fields.font?"]');
  const shown = event.target.matches("[data-shows]") ? event.target : event.target === font && form.querySelector("[data-shows]");
  if (!shown) return;
  const text = plate.querySelector(".spec-text");
  text.textContent = shown.value || (font?.value ? shown.placeholder : "");
  text.dataset.font = font?.value || shown.dataset.shows;
  plate.hidden = text.textContent === "";
});

const LONGEST = 2560, TRIES = 3;

/* Large pictures are drawn smaller; what the browser cannot draw (HEIC in most) is sent as it is. */
async function fitting(file) {
  if (file.size < 1500000 || !/^image\/(jpeg|png|webp)$/.test(file.type)) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    return await new Promise((done) => canvas.toBlob((blob) => done(blob || file), "image/jpeg", 0.9));
  } catch { return file; }
}

/* Once more where the way there broke; what is sent says itself that it is the same again. */
async function send(target, body, headers, progress, kind = "") {
  let request;
  for (let again = 0; again < TRIES; again++) {
    if (again) await new Promise((wait) => setTimeout(wait, 1000 * 2 ** (again - 1)));
    request = new XMLHttpRequest();
    request.open("POST", target);
    request.responseType = kind;
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) progress.value = event.loaded / event.total; });
    const ended = new Promise((done) => request.addEventListener("loadend", done));
    request.send(body);
    await ended;
    if (request.status && request.status < 500) break;
  }
  return request;
}

/* One photo, as soon as it is chosen. */
async function upload(place, file) {
  const row = document.createElement("li"), progress = document.createElement("progress");
  row.append(file.name, progress);
  place.querySelector(".upload-list").append(row);
  const bytes = await fitting(file);
  const headers = { "Content-Type": bytes.type || "application/octet-stream", "X-CSRF-Token": document.body.dataset.csrf };
  const answer = await send(`${place.dataset.upload}?name=${encodeURIComponent(file.name)}`, bytes, headers, progress);
  progress.remove();
  let said = "";
  try { said = JSON.parse(answer.responseText).detail || ""; } catch { said = ""; }
  row.append(answer.status >= 200 && answer.status < 300 ? " ✓ " + place.dataset.done : ` ${place.dataset.failed} ${said}`);
}

document.addEventListener("change", async (event) => {
  const place = event.target.closest("[data-upload]");
  if (!place) return;
  const files = [...event.target.files];
  event.target.value = "";
  for (const file of files) await upload(place, file);
});

/* A form with photos: all of it in one piece, which then goes on where it was sent on, or shows what was wrong. */
async function handIn(form) {
  const progress = document.createElement("progress"), button = form.querySelector("button");
  const body = new FormData(form);
  for (const input of form.querySelectorAll('input[type="file"]')) {
    body.delete(input.name);
    for (const file of input.files) body.append(input.name, form.dataset.whole === undefined ? await fitting(file) : file, file.name);
  }
  button.disabled = true;
  button.after(progress);
  const answer = await send(location.pathname + location.search, body, {}, progress, "document");
  progress.remove();
  button.disabled = false;
  if (answer.status >= 200 && answer.status < 300) return location.assign(answer.responseURL);
  const shown = answer.response?.querySelector("main");
  if (!shown) return form.querySelector('input[type="file"]').setCustomValidity(form.dataset.files), form.reportValidity();
  document.querySelector("main").replaceWith(shown);
  scrollTo(0, 0);
  shown.focus();
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-files]");
  if (!form || ![...form.querySelectorAll('input[type="file"]')].some((input) => input.files.length)) return;
  event.preventDefault();
  handIn(form);
});
document.addEventListener("change", (event) => { if (event.target.matches('form[data-files] input[type="file"]')) event.target.setCustomValidity(""); });
