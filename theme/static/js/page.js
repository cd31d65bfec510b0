// What every page offers beyond reading: the elder mode, and a word before a link leaves the site (即将离开).
// Fetches nothing; without it links work as links and the page is as the office made it.

const KEY = "mode";

/**
 * Switch the elder mode (large type, high contrast, one column) and remember it.
 * @param {boolean} on
 */
function setElder(on) {
  if (on) document.documentElement.dataset["mode"] = "elder";
  else delete document.documentElement.dataset["mode"];
  try {
    if (on) localStorage.setItem(KEY, "elder");
    else localStorage.removeItem(KEY);
  } catch {
    // storage may be forbidden: the mode then holds for this page
  }
}

/** @param {HTMLElement} place */
function makeModes(place) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "长者模式";
  const told = () => button.setAttribute("aria-pressed", String(document.documentElement.dataset["mode"] === "elder"));
  button.addEventListener("click", () => {
    setElder(button.getAttribute("aria-pressed") !== "true");
    told();
  });
  told();
  place.append(button);
}

/**
 * Whether a link leads to another site.
 * @param {string} address
 * @param {string} host
 * @returns {boolean}
 */
export function leaves(address, host) {
  try {
    const url = new URL(address);
    return /^https?:$/.test(url.protocol) && url.host !== host;
  } catch {
    return false;
  }
}

/**
 * Ask before a link leaves the site.
 * @param {HTMLAnchorElement} link
 */
function ask(link) {
  const dialog = document.createElement("dialog");
  const title = document.createElement("h2");
  const text = document.createElement("p");
  const address = document.createElement("p");
  const line = document.createElement("form");
  const go = document.createElement("a");
  const stay = document.createElement("button");
  dialog.className = "leaving";
  title.textContent = "您即将离开本网站";
  title.id = "leaving";
  dialog.setAttribute("aria-labelledby", title.id);
  text.textContent = "下面的地址不属于本网站，其内容由对方负责：";
  address.className = "leaving-address";
  address.textContent = link.href;
  go.href = link.href;
  go.rel = "noopener noreferrer";
  go.textContent = "继续访问";
  go.dataset["asked"] = "yes";
  stay.textContent = "留在本站";
  line.method = "dialog";
  line.className = "actions";
  line.append(stay, go);
  dialog.append(title, text, address, line);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

if (typeof document !== "undefined") {
  const place = document.getElementById("modes");
  if (place !== null) makeModes(place);
  const own = document.querySelector("meta[name=SiteDomain]")?.getAttribute("content") ?? location.host;
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (link === null || link.dataset["asked"] === "yes" || event.defaultPrevented) return;
    if (!leaves(link.href, location.host) || new URL(link.href).host === own) return;
    event.preventDefault();
    ask(link);
  });
}
