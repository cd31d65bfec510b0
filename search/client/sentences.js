// What the page says of an answer or an error, as sentences. Never touches the page.
// Python twin: none; tests/browser/test_search.py.

/** @import { Answer } from "./view.js" */

import { SearchError } from "./errors.js";

/** Results a page. */
export const PAGE = 20;

/** @param {unknown} error */
export function sentence(error) {
  if (error instanceof SearchError) return error.message;
  return "检索未能完成：网络中断或浏览器不支持。请检查网络后重试，或从“行政许可”“行政处罚”等列表查找。";
}

/** @param {string} text @param {Answer} answer @param {number} page */
export function told(text, { shown, more, near, total, exact }, page) {
  if (shown.length === 0 && page > 1) return `第 ${page} 页没有结果，请返回前一页。`;
  if (shown.length === 0) {
    return `没有找到“${text.trim()}”。可以减少字数，换用名称中的两三个字或拼音首字母，或输入统一社会信用代码、文书号再试。`;
  }
  if (near) {
    const meant = (shown[0]?.found.matched ?? []).join(" ") || (shown[0]?.title ?? "");
    return `没有找到“${text.trim()}”，您是不是要找“${meant}”？下面是相近的结果，请逐字核对。`;
  }
  const all = `${exact ? "共找到" : "找到至少"} ${total} 条结果`;
  const before = (page - 1) * PAGE;
  return page > 1 || more ? `${all}，本页为第 ${before + 1} 至 ${before + shown.length} 条。` : `${all}。`;
}
