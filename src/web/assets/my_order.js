/* The customer's page where scripts run: the text as one types it, and photos made small enough before they are sent. */
"use strict";

for (const form of document.querySelectorAll("form[data-preview]")) {
  const plate = form.querySelector(".live-plate");
  form.addEventListener("input", (event) => {
    if (!event.target.matches("[data-shows]")) return;
    plate.hidden = event.target.value === "";
    const text = plate.querySelector(".spec-text");
    text.textContent = event.target.value;
    text.style.fontFamily = event.target.dataset.shows ? `"${event.target.dataset.shows}", var(--serif)` : "";
  });
}

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

function send(target, name, bytes, progress) {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("POST", `${target}?name=${encodeURIComponent(name)}`);
    request.setRequestHeader("Content-Type", bytes.type || "application/octet-stream");
    request.setRequestHeader("X-CSRF-Token", document.body.dataset.csrf);
    request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) progress.value = event.loaded / event.total; });
    request.addEventListener("loadend", () => done(request));
    request.send(bytes);
  });
}

async function upload(place, file) {
  const row = document.createElement("li"), progress = document.createElement("progress");
  row.append(file.name, progress);
  place.querySelector(".upload-list").append(row);
  const bytes = await fitting(file);
  let answer;
  for (let again = 0; again < TRIES; again++) {
    answer = await send(place.dataset.upload, file.name, bytes, progress);
    if (answer.status && answer.status < 500) break;
    await new Promise((wait) => setTimeout(wait, 1000 * 2 ** again));
  }
  progress.remove();
  let said = "";
  try { said = JSON.parse(answer.responseText).detail || ""; } catch { said = ""; }
  row.append(answer.status >= 200 && answer.status < 300 ? " ✓ " + place.dataset.done : ` ${place.dataset.failed} ${said}`);
}

for (const place of document.querySelectorAll("[data-upload]"))
  place.querySelector("input").addEventListener("change", async (event) => {
    for (const file of event.target.files) await upload(place, file);
    event.target.value = "";
  });
