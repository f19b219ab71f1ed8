"""Whether anybody is still there for whom work is done in the background."""

from collections.abc import Callable

from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx


def session_watch() -> Callable[[], bool]:
    """Return a function that tells, in any thread, whether this session is still open."""
    context = get_script_run_ctx()
    session = context.session_id if context else ""

    def is_open() -> bool:
        return not runtime.exists() or runtime.get_instance().is_active_session(session)

    return is_open
