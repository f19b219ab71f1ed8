"""The stage's modules called from Python, by the Node.js that Playwright brings."""

import json
import shutil
import subprocess
from pathlib import Path

import playwright

from nnplay.ui.stage.stage import WEB

NODE = shutil.which("node") or str(Path(playwright.__file__).parent / "driver" / "node")
# Node.js writes no NaN into JSON, which Python would read.
CALL = """
const stage = await import({module})
const isBroken = (value) => typeof value === "number" && !Number.isFinite(value)
const marked = (_, value) => (isBroken(value) ? `@${{value}}` : value)
const result = JSON.stringify(await ({function})(stage, ...{values}), marked)
console.log(result.replace(/"@(-?\\w+)"/g, "$1"))
"""


def call(module, function, *values):
    """Call a JavaScript function with a module of the stage, such as "format", and the values."""
    code = CALL.format(
        module=json.dumps((WEB / f"{module}.js").as_uri()),
        function=function,
        values=json.dumps(values),
    )
    ran = subprocess.run(
        [NODE, "--no-warnings", "--input-type=module"],
        input=code,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)
