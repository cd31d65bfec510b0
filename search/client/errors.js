// What the view can say in a sentence. Never thrown for what is merely not found.
// Twin: DamagedIndexError.

export class SearchError extends Error {
  name = "SearchError";
}

export class FormatError extends SearchError {
  name = "FormatError";
}

export class ShardError extends SearchError {
  name = "ShardError";

  /** @param {string} path @param {string} reason */
  constructor(path, reason) {
    super(`检索文件 ${path} ${reason}。请刷新页面重试；如仍不行，可从“行政许可”“行政处罚”等列表查找。`);
    this.path = path;
  }
}
