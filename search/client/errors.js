// What can go wrong with a search; every message is a sentence for the reader with a way out.
// Never thrown for "nothing found". Python twin: DamagedIndexError in search/published.py.
//
// SearchError
// ├── FormatError   the index is of another format than this code
// └── ShardError    a file is missing, cut, altered, or of another generation

export class SearchError extends Error {
  name = "SearchError";
}

export class FormatError extends SearchError {
  name = "FormatError";
}

export class ShardError extends SearchError {
  name = "ShardError";

  /**
   * @param {string} path the file
   * @param {string} reason what is wrong with it
   */
  constructor(path, reason) {
    super(`检索文件 ${path} ${reason}。请刷新页面重试；如仍不行，可从“行政许可”“行政处罚”等列表查找。`);
    this.path = path;
  }
}
