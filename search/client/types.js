// Shapes shared by the client's files. Nothing runs here.
// Data from the network is `unknown` until a parse… function of entry.js or bytes.js has checked it.
// Python twin: search/decode.py.

/**
 * @typedef {{ name: string, title: string }} Kind a dataset: its name in addresses, its title in Chinese
 */

/**
 * What manifest.json says.
 *
 * @typedef {object} Manifest
 * @property {string} generation sixteen hex digits; part of the name of every shard
 * @property {string} asOf the day the content stands for, YYYY-MM-DD
 * @property {Kind[]} kinds record datasets in the order of a card's counts
 * @property {number} buckets number of term buckets, a power of two
 * @property {number} numbers the same of document numbers' terms
 * @property {number} sounds the same of the index of sounds
 * @property {string} folds traditional characters that occur in names, numbers and titles, each with its simplified form
 * @property {{ longest: number, numbers: number, first: number }} heads characters of the longest run of names, of numbers with a head, documents of a head
 * @property {{ subjects: number, records: number, articles: number }} documents how many of each
 * @property {Record<string, number>} totalLengths sum of field lengths by field name
 * @property {[number, number, number][]} nameLengths [first document, length as ranked, true length]
 * @property {string} latin which pairs of digits and Latin letters are in names, as hexadecimal digits
 * @property {number} longestRun digits and Latin letters of a document number that follow one another, at most
 * @property {number[]} numberLengths how many characters document numbers have
 * @property {string} numbered which characters are in document numbers, by code point mod 1024, as hexadecimal digits
 * @property {string} textLatin as `latin`, of articles
 * @property {number} textLongest digits and Latin letters of an article that follow one another, at most
 * @property {string[]} starts the first two symbols of credit codes
 * @property {string[]} statuses register statuses that cards refer to
 * @property {{ cards: number, heard: number, records: number, codes: number, articles: number, texts: number, fences: number }} pages entries a page
 * @property {{ codes: string[], numbers: string[] }} fences first key of each shard of fences
 */

/**
 * @typedef {string[][]} Parts runs that names end with, end with before that, begin with
 */

/**
 * @typedef {{ shard: number, offset: number, size: number, last: number }} Block where a block lies, its last document
 */

/**
 * A term's postings in one field: inline, or blocks.
 *
 * @typedef {object} Entry
 * @property {number} field see FIELD in bytes.js
 * @property {number} frequency in how many documents the term occurs
 * @property {boolean} seldom whether its blocks lie in large shards
 * @property {Uint8Array} inline postings, empty when there are blocks
 * @property {Block[]} blocks blocks of a long list
 */

/**
 * A run of characters that many names hold: how many, and the page with the first ones.
 *
 * @typedef {{ count: number, page: number }} Head
 */

/**
 * A bucket: of each term what bytes.js makes an Entry of, by field; and heads.
 *
 * @typedef {object} Bucket
 * @property {Map<string, Map<number, { field: number, coded: number, body: Uint8Array, seldom: boolean }>>} terms
 * @property {Map<string, Head>} heads
 */

/**
 * @typedef {{ documents: number[], frequencies: number[], lengths: number[] }} Postings
 */

/**
 * @typedef {object} Card
 * @property {string} name current name
 * @property {string[]} formerNames names it had before
 * @property {string} code credit code
 * @property {string} status register status, may be empty
 * @property {number[]} counts records by kind
 * @property {number} until last day (number) the card may be shown, 0 for no end
 * @property {number} countedUntil last day the counts are right, 0 for no end
 */

/**
 * @typedef {object} RecordCard
 * @property {string} number document number as printed
 * @property {number} kind index into the manifest's kinds
 * @property {string} code of its subject, empty for none
 * @property {number} until last day it may be shown, 0 for no end
 * @property {string} name of its subject
 * @property {number} month months since year 0, only where there is no subject
 */

/**
 * @typedef {{ title: string, url: string, department: string, date: number }} ArticleCard
 */

/**
 * What a query means.
 *
 * @typedef {object} Plan
 * @property {string[]} words its words, normalised
 * @property {string[]} parts the different ones
 * @property {string} joined the words in one run
 * @property {string[][]} grams for each word its terms in names
 * @property {string[][]} samples for each word so many of them that no character is left out
 * @property {string[]} numbers for its words of two characters or more, terms in numbers that leave no character out
 * @property {string[][]} tokens for each word its terms in articles
 * @property {import("./operators.js").Tree} [tree] what operators say
 */

/**
 * What was found; `score` is NaN for current names, whose order needs none; `matched` are the parts of a name that
 * sound like the query.
 *
 * @typedef {{ list: "subjects" | "records" | "articles", document: number, score: number, matched?: string[] }} Found
 */

/**
 * What the view shows of one result.
 *
 * @typedef {object} Result
 * @property {Found} found where it was found
 * @property {string} kind as in data-kind
 * @property {string} title name, number or headline
 * @property {string} code credit code, empty for none
 * @property {string[]} details lines under the title
 * @property {string} address relative to the site's root
 * @property {string} [department] of an article; a record's is read when it is asked for (survey.js)
 * @property {number} [day] of an article
 */

/**
 * What a reader chose of the results: facets, and the order.
 *
 * @typedef {{ kind?: string, department?: string, year?: string, order?: string }} Choice
 */

/**
 * Reads shards; shards.js makes one over HTTP.
 *
 * @typedef {object} Store
 * @property {Manifest} manifest what the shards belong to
 * @property {(folder: string, number: number) => Promise<Uint8Array>} shard payload of a shard
 */

/**
 * @typedef {{ bytes: Uint8Array, date: string | null }} Fetched a file and the server's Date
 */

/**
 * Reads a file below the index folder.
 *
 * @callback Read
 * @param {string} path relative to the index folder
 * @param {boolean} fresh ask the server even when a copy is cached
 * @returns {Promise<Fetched>}
 */

export {};
