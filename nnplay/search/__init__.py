"""Which configuration is feasible: many of them tried, each validated on folds.

The rooms:
    space       the settings that may vary, and the configuration that chosen values make
    candidates  what a search tries, and what came of it
    trials      the search's memory, which Optuna keeps and learns from
    run         candidates handed to workers until there are enough
    search      a search at work, in a thread of its own if need be
    verdict     the best, the simplest that does as well, and what needs no network
    results     candidates as a table; `figures`: as figures
    options     the arguments of `python -m nnplay.search`, and the search they ask for
    terminal    its progress, its end, and what it found
"""
