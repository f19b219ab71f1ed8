"""`python -m nnplay.search`."""

import signal
import sys

if __name__ == "__main__":
    # while the libraries load, which takes seconds, Ctrl-C has nothing to tell and simply ends it
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    from nnplay.search.terminal import main

    sys.exit(main())
