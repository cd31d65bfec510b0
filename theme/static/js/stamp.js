// Says of a page that was made on an earlier day what the site's day is now (数据截至): a page whose content did not
// change is not made again, so its own bytes name only the first day on which the content was so.
// Claims nothing for a copy that is older than the server's (a cache, a saved file): then the page stays as it is.

/**
 * The day and the number of the site's build; null for anything else than build.json.
 * @param {unknown} value
 * @returns {{ asOf: string, build: string } | null}
 */
export function parseBuild(value) {
  if (typeof value !== "object" || value === null || !("as_of" in value) || !("build_id" in value)) return null;
  const { as_of: asOf, build_id: build } = value;
  if (typeof asOf !== "string" || typeof build !== "string") return null;
  return /^\d{4}-\d{2}-\d{2}$/.test(asOf) && /^[0-9a-f]{12}$/.test(build) ? { asOf, build } : null;
}

/**
 * Whether the page at hand is the server's: both stamps in ISO or HTTP form, to the second.
 * @param {string} mine
 * @param {string | null} theirs
 * @returns {boolean}
 */
export function sameMoment(mine, theirs) {
  if (theirs === null) return false;
  return Math.trunc(Date.parse(mine) / 1000) === Math.trunc(Date.parse(theirs) / 1000);
}

/**
 * Put the site's day and build on the page.
 * @param {Document} page
 * @param {{ asOf: string, build: string }} site
 */
export function stamp(page, site) {
  for (const element of page.querySelectorAll("time[data-as-of]")) {
    // A build.json from before this page: its day says less than the page's own.
    if (site.asOf < (element.getAttribute("datetime") ?? "")) return;
    element.setAttribute("datetime", site.asOf);
    element.textContent = site.asOf;
  }
  const line = page.getElementById("stamp");
  if (line !== null) line.textContent = `数据截至 ${site.asOf} · 构建编号 ${site.build}`;
}

/** Ask the server; whatever cannot be known leaves the page as it is. */
async function ask() {
  try {
    const own = await fetch(location.href, { method: "HEAD", cache: "no-store" });
    if (!own.ok || !sameMoment(document.lastModified, own.headers.get("Last-Modified"))) return;
    const answer = await fetch(new URL("../../build.json", import.meta.url), { cache: "no-cache" });
    const site = answer.ok ? parseBuild(await answer.json()) : null;
    if (site !== null) stamp(document, site);
  } catch {
    return; // off line, or a host that answers otherwise: the page's own day stands
  }
}

if (typeof document !== "undefined") await ask();
