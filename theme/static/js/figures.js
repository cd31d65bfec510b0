// Tips for the charts of the compliance pages (合规看板): the words of the part under the pointer.
// Never fetches, never holds a figure of its own: without it every number is in the tables already.

/**
 * One tip for all charts: the words of the part under the pointer.
 * @param {Document} page
 */
function makeTips(page) {
  const tip = page.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  tip.setAttribute("aria-hidden", "true");
  page.body.append(tip);
  page.addEventListener("pointermove", (event) => {
    const part = event.target instanceof Element ? event.target.closest("[data-tip]") : null;
    tip.hidden = part === null;
    if (part === null) return;
    tip.textContent = part.getAttribute("data-tip");
    const room = page.documentElement.clientWidth - tip.offsetWidth - 8;
    tip.style.left = `${Math.max(8, Math.min(event.pageX + 14, room))}px`;
    tip.style.top = `${event.pageY + 18}px`;
  });
}

if (typeof document !== "undefined" && document.querySelector("[data-chart]") !== null) makeTips(document);
