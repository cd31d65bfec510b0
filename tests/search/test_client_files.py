"""What is published of the client is what stands in its folder: joined, without comments, nothing else changed."""

import json
import re
import subprocess
from pathlib import Path

from search.client_files import CLIENT, first_modules, without_comments, write_client

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_loads_one_module_at_first() -> None:
    template = (ROOT / "theme" / "templates" / "search.html").read_text(encoding="utf-8")
    assert re.findall(r"client/[a-z_]+\.js", template) == ["client/main.js"]
    assert "modulepreload" not in template
    assert first_modules()[-1] == "main"
    assert "repair" not in first_modules(), "loaded when nothing was found"
    assert "batch" not in first_modules(), "loaded when opened"


READ_BY_TYPESCRIPT = """
import { readFileSync, readdirSync } from "node:fs";
import ts from "typescript";
const [source, published, ...first] = process.argv.slice(1);
const printer = ts.createPrinter({ removeComments: true });
const isExport = (one) => one.kind === ts.SyntaxKind.ExportKeyword;

// Of each statement what it says, and its imports by name: from which module is told by where the statement stands.
function read(folder, name) {
  const file = ts.createSourceFile(name, readFileSync(`${folder}/${name}.js`, "utf8"), ts.ScriptTarget.Latest, true);
  const [code, imports, exports] = [[], [], []];
  for (const each of file.statements) {
    const named = each.importClause?.namedBindings ?? each.exportClause;
    const names = (named?.elements ?? []).map((one) => one.getText());
    const text = printer.printNode(ts.EmitHint.Unspecified, each, file);
    if (ts.isImportDeclaration(each)) imports.push(...names.map((one) => [one, each.moduleSpecifier.text.slice(2, -3)]));
    else if (ts.isExportDeclaration(each)) exports.push(...names);
    else code.push(text.replace(/^export /, ""));
    if (each.modifiers?.some(isExport)) exports.push(each.name?.text ?? each.declarationList.declarations[0].name.text);
  }
  return { code, imports, exports };
}

const names = readdirSync(source).map((name) => name.slice(0, -3));
const others = names.filter((name) => !first.includes(name));
const joined = read(published, "main");
const alone = Object.fromEntries(names.map((name) => [name, read(source, name)]));
const wanted = new Set();
const wrong = [];
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
for (const name of others) {
  const imports = alone[name].imports.map(([one, module]) => [one, first.includes(module) ? "main" : module]);
  for (const [one, module] of imports) if (module === "main") wanted.add(one);
  if (!same(read(published, name), { ...alone[name], imports })) wrong.push(name);
}
const whole = { code: first.flatMap((name) => alone[name].code), imports: [], exports: [...wanted].sort() };
if (!same(joined, whole)) wrong.push("main");
const expected = [...others, "main"].map((name) => `${name}.js`).sort();
process.stdout.write(JSON.stringify({ wrong, published: readdirSync(published).sort(), expected }));
"""


def test_published_modules_say_what_the_written_ones_say(tmp_path: Path) -> None:
    write_client(tmp_path)
    command = [
        "node",
        "--input-type=module",
        "-e",
        READ_BY_TYPESCRIPT,
        str(CLIENT),
        str(tmp_path),
        *first_modules(),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    told = json.loads(done.stdout)
    assert told["wrong"] == []
    assert told["published"] == told["expected"]
    texts = [path.read_text(encoding="utf-8") for path in tmp_path.iterdir()]
    assert not any("/**" in text or "\n//" in text for text in texts)


def test_no_name_of_the_joined_modules_is_used_twice(tmp_path: Path) -> None:
    write_client(tmp_path)
    (tmp_path / "package.json").write_text('{ "type": "module" }', encoding="utf-8")
    subprocess.run(["node", "--check", str(tmp_path / "main.js")], check=True, timeout=60)


def test_comments_inside_code_go_and_texts_stay() -> None:
    script = '// what\n/** @import { A } from "./a.js" */\n\nconst a = /** @type {A} */ (b); // why\n  const c = "// d";\n'
    assert without_comments(script) == 'const a = (b); // why\nconst c = "// d";\n'
