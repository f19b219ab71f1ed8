"""Hyperparameter search: many configurations are tried, each cross-validated on folds.

The modules:
    space       the settings that may vary, and the configuration that their values make
    candidates  the configurations that are tried, with their scores
    trials      all that was tried, in Optuna's storage, and what to try next
    run         hands candidates to workers until there are enough
    search      a search with its progress and results, in a thread of its own if need be
    verdict     the best, the simplest that does as well, and the baselines
    results     candidates as a table; `figures`: as figures
    options     the arguments of `python -m nnplay.search`, and the search that they describe
    terminal    its progress, its end, and its results
"""
