// Check characters of credit codes (GB 32100-2015, GB 11714-1997). Never judges a code.
// Twin: search/checks.py.

export const SYMBOLS = "0123456789ABCDEFGHJKLMNPQRTUWXY";
export const WEIGHTS = Array.from({ length: 17 }, (_, i) => 3 ** i % 31);
const INNER = [3, 7, 9, 10, 5, 8, 4, 2];
const INNER_SYMBOLS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** @param {string} code */
export function innerCheck(code) {
  const sum = INNER.reduce((total, weight, i) => total + weight * INNER_SYMBOLS.indexOf(code[8 + i] ?? ""), 0);
  return "0X987654321"[((sum % 11) + 11) % 11] ?? "";
}

/** @param {string} code */
export function withChecks(code) {
  const inner = code.slice(0, 16) + (code[16] === "=" ? innerCheck(code) : code[16]);
  if (code[17] !== "=") return inner + code[17];
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * SYMBOLS.indexOf(inner[i] ?? ""), 0);
  return inner + SYMBOLS[(31 - (((sum % 31) + 31) % 31)) % 31];
}
