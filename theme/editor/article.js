// The form of an article's file: lines "Name: value", a blank line, the body in Markdown.
// Never touches the page or the network. Its Python twin is pipeline/newsdesk/front_matter.py.

/** @typedef {Record<string, string>} Article values by key in lower case, the body under `body` */

const LINE = /^([A-Za-z_]+)[ \t]*:[ \t]*(.*)$/;

/**
 * The values of a file; a line of its head that is none is kept in the body, so that nothing is lost.
 * @param {string} text
 * @returns {Article}
 */
export function fromFile(text) {
  const plain = text.replaceAll("\r\n", "\n").replace(/^\ufeff/, "");
  const end = plain.indexOf("\n\n");
  const head = end < 0 ? plain : plain.slice(0, end);
  /** @type {Article} */
  const article = {};
  const others = [];
  for (const line of head.split("\n")) {
    const match = LINE.exec(line);
    const key = match?.[1]?.toLowerCase() ?? "";
    if (match === null || key === "body" || key in article) others.push(line);
    else article[key] = (match[2] ?? "").trim();
  }
  const body = end < 0 ? "" : plain.slice(end + 2);
  article["body"] = [...others, body].join("\n").replace(/^\n+|\n+$/g, "");
  return article;
}

/**
 * The text of a file: known keys in their order, then the others; empty ones are left out, each value on one line.
 * @param {Record<string, unknown>} values
 * @param {readonly string[]} order
 * @returns {string}
 */
export function toFile(values, order) {
  const place = (/** @type {string} */ key) => (order.includes(key) ? order.indexOf(key) : order.length);
  const keys = Object.keys(values).filter((key) => key !== "body");
  keys.sort((a, b) => place(a) - place(b) || (a < b ? -1 : a > b ? 1 : 0));
  const lines = [];
  for (const key of keys) {
    const value = oneLine(values[key]);
    if (value !== "") lines.push(`${key.charAt(0).toUpperCase()}${key.slice(1)}: ${value}`);
  }
  const body = typeof values["body"] === "string" ? values["body"] : "";
  return `${lines.join("\n")}\n\n${body.replace(/^\n+|\n+$/g, "")}\n`;
}

/**
 * @param {unknown} value
 * @returns {string}
 */
function oneLine(value) {
  if (value === null || value === undefined) return "";
  return String(value).split(/[\s\u001c-\u001f\u0085]+/).filter((part) => part !== "").join(" ");
}
