"""Pelican's settings; each line that differs from Pelican's default says why.

What belongs to one office (name, address, footer) is in portal.toml; `pipeline.portal.site` adds it, the
content folder and the staging folder before a build. Run by `portal build`, not by `pelican` alone.
"""

# Chinese names have no slug of their own: Pelican would make colliding pseudo-pinyin.
SLUGIFY_USE_UNICODE = True  # else the names are pseudo-pinyin before the substitutions (site.py) see them

TIMEZONE = "Asia/Shanghai"  # dates of articles are local dates, whatever the machine's zone
LOCALE = ["C.UTF-8", "C"]  # Pelican's default takes the machine's locale into dates
DEFAULT_LANG = "zh-CN"
RELATIVE_URLS = True  # the site works in any folder of a host

ARTICLE_PATHS = ["news"]
PAGE_PATHS = ["pages"]
STATIC_PATHS: list[str] = []  # site.py names the images that the texts of the day ask for
ARTICLE_URL = "news/{date:%Y}/{date:%m}/{slug}/"
ARTICLE_SAVE_AS = "news/{date:%Y}/{date:%m}/{slug}/index.html"
PAGE_URL = "{slug}/"
PAGE_SAVE_AS = "{slug}/index.html"
# Ties of the date fall to the slug: Pelican reads files in the order of a set.
ARTICLE_ORDER_BY = lambda article: (-article.date.timestamp(), article.slug)  # noqa: E731
PAGE_ORDER_BY = "slug"

WITH_FUTURE_DATES = True  # scheduled articles are held back by the date of the bundle, never by the clock
USE_FOLDER_AS_CATEGORY = False
FILENAME_METADATA = ""
FORMATTED_FIELDS: list[str] = []  # a summary is plain text; Markdown in it would be unescaped HTML
SUMMARY_MAX_LENGTH = None
CACHE_CONTENT = False  # a pickle cache would make a build depend on the one before
LOAD_CONTENT_CACHE = False
TYPOGRIFY = False

# Column pages and month archives are made by the portal's generator; Pelican's are quadratic.
DIRECT_TEMPLATES: list[str] = []
CATEGORY_SAVE_AS = ""
AUTHOR_SAVE_AS = ""
TAG_SAVE_AS = ""
ARCHIVES_SAVE_AS = ""

FEED_ALL_ATOM = "feeds/all.atom.xml"
CATEGORY_FEED_ATOM = "feeds/{slug}.atom.xml"
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
TRANSLATION_FEED_ATOM = None
FEED_MAX_ITEMS = 50

MARKDOWN = {
    "extension_configs": {"markdown.extensions.extra": {}, "markdown.extensions.meta": {}},
    "output_format": "html",
}
# Pelican does not escape by default; only sanitised article HTML passes `|safe`.
JINJA_ENVIRONMENT = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True}
PLUGINS = ["pipeline.portal.plugin"]
DELETE_OUTPUT_DIRECTORY = False  # the staging folder is empty when it is given
