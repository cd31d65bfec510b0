// Puts the reader's display mode (长者模式) on the page before it is drawn, so that nothing moves. Classic on purpose:
// a module would run too late. The buttons that change it are in page.js.
try {
  if (localStorage.getItem("mode") === "elder") document.documentElement.dataset["mode"] = "elder";
} catch {
  // storage may be forbidden; the page is then shown as it is
}
