// Starts the web editor (Decap CMS) with the office's settings. Never draws anything itself but a message of failure.
// Its settings are made by pipeline/portal/editor.py; the form of the files is article.js.
import { fromFile, toFile } from "./article.js";

/** @typedef {{editor?: {editorToolbar?: Record<string, string>}}} Phrases */
/** @typedef {{image?: string, alt?: string}} Picture */
/** @typedef {{registerCustomFormat: (name: string, extension: string, format: object) => void,
 *   getLocale: (name: string) => Phrases | undefined, registerLocale: (name: string, phrases: Phrases) => void,
 *   registerEditorComponent: (component: object) => void, init: (options: object) => void}} Editor */

const LOCALE = "zh_Hans";
/** A piece that is saved is handed in, not published: the desk does that. */
const HANDED_IN = {
  publish: "提交",
  publishing: "正在提交……",
  published: "已提交",
  publishNow: "立即提交",
  publishAndCreateNew: "提交，然后新建",
  publishAndDuplicate: "提交，然后复制",
};

/** A picture is a file of this site with a description; the desk refuses one without. */
const PICTURE = {
  id: "image",
  label: "图片",
  fields: [
    { name: "image", label: "图片", widget: "image", choose_url: false },
    { name: "alt", label: "图片说明", widget: "string", hint: "看不到图片的人靠它知道图上是什么" },
  ],
  pattern: /^!\[([^\]]*)\]\(([^)\s]*)\)$/,
  /** @param {RegExpMatchArray} match @returns {Picture} */
  fromBlock: (match) => ({ alt: match[1] ?? "", image: match[2] ?? "" }),
  /** @param {Picture} picture */
  toBlock: ({ alt, image }) => `![${(alt ?? "").replaceAll(/[[\]\n]/g, " ").trim()}](${image ?? ""})`,
  toPreview: () => "",
};

/** @param {Editor} editor */
function speakOfHandingIn(editor) {
  const phrases = editor.getLocale(LOCALE) ?? {};
  const toolbar = { ...phrases.editor?.editorToolbar, ...HANDED_IN };
  editor.registerLocale(LOCALE, { ...phrases, editor: { ...phrases.editor, editorToolbar: toolbar } });
}

/**
 * @param {string} address
 * @returns {Promise<void>}
 */
function loaded(address) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(`没有取到 ${address}`));
    document.head.append(script);
  });
}

/** @returns {Promise<void>} */
async function start() {
  const answer = await fetch("config.json", { cache: "no-cache" });
  if (!answer.ok) throw new Error(`没有取到设置（${answer.status}）`);
  /** @type {{script: string, order: string[], config: object}} */
  const settings = await answer.json();
  const place = /** @type {{CMS_MANUAL_INIT?: boolean, CMS?: Editor}} */ (/** @type {unknown} */ (globalThis));
  place.CMS_MANUAL_INIT = true;
  await loaded(settings.script);
  if (place.CMS === undefined) throw new Error("编辑器没有启动");
  place.CMS.registerCustomFormat("article", "md", {
    fromFile,
    toFile: (/** @type {Record<string, unknown>} */ values) => toFile(values, settings.order),
  });
  place.CMS.registerEditorComponent(PICTURE);
  speakOfHandingIn(place.CMS);
  place.CMS.init({ config: { load_config_file: false, ...settings.config } });
  document.getElementById("starting")?.remove();
}

start().catch((/** @type {unknown} */ error) => {
  const told = document.getElementById("starting");
  if (told !== null) told.textContent = `编辑器无法启动：${error instanceof Error ? error.message : String(error)}。请联系管理员。`;
});
