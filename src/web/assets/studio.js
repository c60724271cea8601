/* The board where scripts run: a card is dragged to another lane, or says why it stays, and a scanned code opens its order. */
"use strict";

const board = document.getElementById("board");
const move = document.getElementById("move");
let dragged = null;

function refuse(event) {
  event.preventDefault();
  dragged.classList.add("is-refused");
  const why = dragged.querySelector(".card-hold, .card-news");
  if (why) { why.setAttribute("role", "alert"); why.scrollIntoView({ block: "nearest" }); }
  dragged = null;
}

board.addEventListener("dragstart", (event) => {
  dragged = event.target.closest(".card");
  if (!dragged) return;
  if ("refuses" in dragged.dataset) return refuse(event);
  dragged.classList.add("is-dragged");
  event.dataTransfer.setData("text/plain", dragged.dataset.order);
  event.dataTransfer.effectAllowed = "move";
});
board.addEventListener("dragend", () => {
  if (dragged) dragged.classList.remove("is-dragged");
  dragged = null;
  for (const lane of board.querySelectorAll(".is-over")) lane.classList.remove("is-over");
});
board.addEventListener("dragover", (event) => {
  const lane = event.target.closest(".lane");
  if (!dragged || !lane || lane === dragged.closest(".lane")) return;
  event.preventDefault();
  for (const each of board.querySelectorAll(".is-over")) if (each !== lane) each.classList.remove("is-over");
  lane.classList.add("is-over");
});
board.addEventListener("drop", (event) => {
  const lane = event.target.closest(".lane");
  if (!dragged || !lane) return;
  event.preventDefault();
  move.elements._do.value = "POST /v1/orders/" + encodeURIComponent(dragged.dataset.order) + "/events";
  move.elements["item:int"].value = dragged.dataset.item;
  move.elements.stage.value = lane.dataset.stage;
  move.requestSubmit();
});

/* A scanner types the address on the job ticket and presses Enter. */
document.querySelector("[data-scan]").addEventListener("submit", (event) => {
  const text = event.target.elements.find.value.trim();
  if (!text.startsWith(location.origin + "/desk/studio/")) return;
  event.preventDefault();
  location.assign(text);
});
