"""`python -m nnplay.search`."""

import signal
import sys

if __name__ == "__main__":
    # Ctrl-C simply ends it while the libraries load, which takes seconds: there are no results yet
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    from nnplay.search.terminal import main

    sys.exit(main())
