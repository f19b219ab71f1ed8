"""nnplay: watch a Keras network learn a formula, and see why it does or does not.

A run is a pure function of its configuration: `TrainingConfig` + `Dataset` -> `TrainingHistory`.

The rooms:
    config          `TrainingConfig`, its legal choices, `ConfigError`
    datasets        `load_dataset`, the choice of features, scaling and splitting; data in `data/`
                    or, in `datasets.own`, a learner's own CSV file
    presets         configurations to begin with
    activations     Keras's activations in NumPy
    history         `TrainingHistory`: losses, recorded weights, predictions
    numbers         how numbers are written in texts and tables
    metrics         errors; `baselines`: what a network must be compared with
    model           `build_model`: the network as a learner would write it in Keras
    chunks          a run cut into chunks that report, stop and take turns
    training        `train`: the compiled engine; `training.program` is its traced loop
    crossvalidation what a configuration is worth on rows it has not learned from
    executors       worker processes that threads share; `cluster`: a Dask cluster in their place
    workers         `run_in_worker`: the same in a worker process
    diagnosis       the doctor: `check` before a run, `diagnose` after it
    formula         the network as a formula; `walk` follows one row through it, and
                    `activation_formulas` says what each activation does
    comparison      what differs between runs and what each came to; a race of them
    starts          the same run from many starts, repeated in a thread
    search          which configuration is feasible: many tried, in the page or from a terminal
    lessons         the course: what is asked before a run, and a challenge after it, as data
    export          a run as a Keras script, a notebook, CSV
    figures         arrays to Plotly figures
    ui              everything that draws with Streamlit; `ui.stage` is the live view

Imports go one way, `app -> ui -> the rest`. TensorFlow and Keras are imported by `model` and
`training` alone and never in the page's process, Streamlit by `app`, `ui` and `__main__`, Plotly by
`figures`, Optuna by `search`, Dask by `cluster`, which does without. A test reads the imports and
keeps it so.
"""
