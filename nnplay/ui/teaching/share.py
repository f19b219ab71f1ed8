"""The dialog with the link to exactly this page, and its QR code."""

import ipaddress
from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit, urlunsplit

import segno
import streamlit as st

from nnplay.config import TrainingConfig
from nnplay.ui.panels import panel_opened
from nnplay.ui.runs import Run
from nnplay.ui.settings.csv_upload import is_own
from nnplay.ui.state import SETTINGS
from nnplay.ui.teaching.visibility import LOCK_KEY, hidden_names, is_locked
from nnplay.ui.url import (
    EPOCH_KEY,
    KEPT_KEY,
    MODE_KEY,
    PANEL_KEY,
    PROJECTOR,
    SEARCH_KEY,
    VERSION,
    VERSION_KEY,
    settings_address,
)

# Up to here a code has at most 97 squares a side, which a phone tells apart across a room.
MOST_LETTERS = 858
QUIET_ZONE = 4  # squares of white around the code, which its standard asks for
# Parameters that the dialog decides on; it never gives away a search, which is this session's own.
CHOSEN = (EPOCH_KEY, PANEL_KEY, MODE_KEY, LOCK_KEY, KEPT_KEY, SEARCH_KEY)


@st.dialog("Share this page", width="large", icon=":material/share:")
def draw_share(run: Run, epoch: int) -> None:
    """Draw the link to these settings at this epoch, what else it shall hold, and its QR code."""
    if is_own(run.config):
        st.info(
            "Your own data stay in this browser's session, so no link can hold this page. "
            "Export has the code with the data in it.",
            icon=":material/lock:",
        )
        return
    picture, words = st.columns([4, 5])  # a screen's height of the widest dialog
    with words:
        link = (
            _page() + "?" + page_query(run.config, st.query_params.to_dict(), _chosen(run, epoch))
        )
        st.code(link, language=None, wrap_lines=True)
        st.caption("The link opens this page: its settings, the open panel and what is hidden.")
    with picture:
        _draw_code(link)


def page_query(
    config: TrainingConfig,
    params: Mapping[str, str | list[str]],
    chosen: Mapping[str, str | list[str]],
) -> str:
    """Write the query of a link to a page.

    Args:
        params: What the page's own address holds; all but settings goes into the link.
        chosen: What is decided for this link alone, in place of what the address says of it.
    """
    others = {name: params[name] for name in params if name not in (*SETTINGS, *CHOSEN)}
    others |= chosen
    others[VERSION_KEY] = VERSION
    return "&".join(filter(None, (settings_address(config), urlencode(others, True, safe=","))))


def qr_code(text: str) -> str | None:
    """Draw a text as a QR code in SVG, black on white; None if it is too long."""
    if len(text.encode()) > MOST_LETTERS:
        return None
    code = segno.make(text, error="l", micro=False)
    return code.svg_inline(scale=8, border=QUIET_ZONE, dark="#000000", light="#ffffff")


def is_local(address: str) -> bool:
    """Tell whether only the computer itself can open an address."""
    host = urlsplit(address).hostname or "localhost"
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _page() -> str:
    """Return the page's address as the browser has it, without its query."""
    scheme, place, path, *_ = urlsplit(st.context.url or "")
    return urlunsplit((scheme, place, path or "/", "", ""))


def _chosen(run: Run, epoch: int) -> dict[str, str | list[str]]:
    """Ask what the link shall hold besides settings."""
    chosen: dict[str, str | list[str]] = {}
    panel, kept = panel_opened(), st.query_params.get_all(KEPT_KEY)
    if panel:
        chosen[PANEL_KEY] = panel
    if epoch != run.history.epochs_recorded[-1] and _asks(
        f"At epoch {epoch:,}", "epoch", "The film rests there instead of playing.", on=True
    ):
        chosen[EPOCH_KEY] = str(epoch)
    if kept and _asks("With the kept runs", "kept", "They make the link long.", on=True):
        chosen[KEPT_KEY] = kept
    if hidden_names() and _asks(
        "Lock what is hidden", "lock", "Who opens the link can't show it.", on=is_locked()
    ):
        chosen[LOCK_KEY] = "1"
    projector = st.query_params.get(MODE_KEY) == PROJECTOR
    if _asks("In projector mode", "projector", "Large text and marks.", on=projector):
        chosen[MODE_KEY] = PROJECTOR
    return chosen


def _asks(label: str, name: str, explanation: str, *, on: bool) -> bool:
    return st.checkbox(label, value=on, key=f"share_{name}", help=explanation)


def _draw_code(link: str) -> None:
    if is_local(link):
        st.info(
            "Only this computer can open a link to localhost. For a link and a QR code for "
            "others, open the page under this computer's name or address in the network.",
            icon=":material/computer:",
        )
        return
    code = qr_code(link)
    if code is None:
        st.info(
            f"The link has {len(link):,} letters, too many for a QR code that can be read from a "
            "distance; leave the kept runs out or copy it.",
            icon=":material/qr_code:",
        )
        return
    st.image(code, width="stretch", alt="QR code of the link")
