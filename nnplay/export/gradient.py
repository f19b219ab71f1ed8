"""The step of the exported program that computes again one gradient of the page."""

import textwrap

import numpy as np

from nnplay.config import TrainingConfig
from nnplay.export.part import PageGradient, Part
from nnplay.export.python_text import WIDTH, bracketed


def gradient_part(config: TrainingConfig, page: PageGradient) -> Part:
    """Compute a gradient with TensorFlow's own tape, and print the page's number beside it."""
    chosen = f"gradients[{2 * page.layer}][{page.row}, {page.unit}]"
    if page.row < 0:
        chosen = f"gradients[{2 * page.layer + 1}][{page.unit}]"
    lines = [
        *_weights(page),
        _batch(page.rows),
        "with tf.GradientTape() as tape:",
        "    batch_loss = model.compute_loss(x[batch], y[batch], model(x[batch]))",
        "gradients = tape.gradient(batch_loss, model.trainable_variables)",
        f"gradient = {chosen}.numpy()",
        f"""print(f"gradient: {{gradient:.6g}} here, {page.value:.6g} on nnplay's page")""",
        "model.set_weights(trained)",
    ]
    name = " ".join(page.name.split())
    text = (
        f"One gradient of nnplay's panel *Step*, that of {name} in step {page.number} (epoch "
        f"{page.epoch + 1}), by TensorFlow's own tape: the slope of the loss of these rows at the "
        "weights that the page has before that step."
    )
    if config.dropout and config.hidden_units:
        text += " Here nothing is dropped."
    return Part("gradient", text, "\n".join(lines))


def _weights(page: PageGradient) -> list[str]:
    """Set the weights that the page has before the step, and keep the trained ones."""
    if page.weights is None:
        return ["trained = model.get_weights()", "model.set_weights(weights_before)"]
    numbers = textwrap.fill(" ".join(map(str, page.weights)), WIDTH)
    return [
        f'WEIGHTS = """\\\n{numbers}\n"""',
        'numbers = np.array(WEIGHTS.split(), "float32")',
        "trained = model.get_weights()",
        "ends = np.cumsum([each.size for each in trained])",
        "parts = zip(np.split(numbers, ends[:-1]), trained, strict=True)",
        "model.set_weights([part.reshape(each.shape) for part, each in parts])",
    ]


def _batch(rows: np.ndarray) -> str:
    """Write the row numbers of the batch, several on a line."""
    one_line = bracketed("batch = ", [str(row) for row in rows], "[]")
    if "\n" not in one_line:
        return one_line
    text = textwrap.fill(" ".join(map(str, rows)), WIDTH)
    return f'BATCH = """\\\n{text}\n"""\nbatch = np.array(BATCH.split(), int)'
