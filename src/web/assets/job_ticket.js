/* The button that prints; Ctrl P does the same without scripts. */
"use strict";
const print = document.getElementById("print");
if (print) print.addEventListener("click", () => window.print());
