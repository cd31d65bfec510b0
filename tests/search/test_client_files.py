"""The search page names every module of the client in advance, so that they come in one round trip, not in five."""

import json
import re
import subprocess
from pathlib import Path

from search.client_files import CLIENT, without_comments, write_client

ROOT = Path(__file__).resolve().parents[2]


def imported(name: str, seen: set[str]) -> set[str]:
    """A module and all that it imports before it runs."""
    if name not in seen:
        seen.add(name)
        text = (CLIENT / name).read_text(encoding="utf-8")
        for other in re.findall(r'^(?:import|export)\b[^;]*?from "\./([a-z_]+\.js)";', text, re.MULTILINE):
            imported(other, seen)
    return seen


def test_every_module_is_preloaded_and_no_other() -> None:
    template = (ROOT / "theme" / "templates" / "search.html").read_text(encoding="utf-8")
    named = set(re.findall(r'rel="modulepreload" href="client/([a-z_]+\.js)"', template))
    assert named == imported("main.js", set()) - {"main.js"}
    assert "repair.js" not in named, "loaded when nothing was found"
    assert "batch.js" not in named, "loaded when opened"


READ_BY_TYPESCRIPT = """
import { readdirSync, readFileSync } from "node:fs";
import ts from "typescript";
const options = { target: "ESNext", module: "ESNext", removeComments: true };
const read = (folder, name) =>
  ts.transpileModule(readFileSync(`${folder}/${name}`, "utf8"), { compilerOptions: options }).outputText;
const [source, published] = process.argv.slice(1);
const differing = readdirSync(source).filter((name) => read(source, name) !== read(published, name));
process.stdout.write(JSON.stringify(differing));
"""


def test_published_modules_differ_in_comments_alone(tmp_path: Path) -> None:
    write_client(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(path.name for path in CLIENT.iterdir())
    command = ["node", "--input-type=module", "-e", READ_BY_TYPESCRIPT, str(CLIENT), str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    assert json.loads(done.stdout) == []
    texts = [path.read_text(encoding="utf-8") for path in tmp_path.iterdir()]
    assert not any("/**" in text or "\n//" in text for text in texts)


def test_comments_inside_code_go_and_texts_stay() -> None:
    script = '// what\n/** @import { A } from "./a.js" */\n\nconst a = /** @type {A} */ (b); // why\n  const c = "// d";\n'
    assert without_comments(script) == 'const a = (b); // why\nconst c = "// d";\n'
