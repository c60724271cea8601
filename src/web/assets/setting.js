/* Checking sends the text as it stands now, not as the page was loaded. */
"use strict";
for (const button of document.querySelectorAll("[data-copies]"))
  button.addEventListener("click", () => { button.form.elements.text.value = document.getElementById(button.dataset.copies).value; });
