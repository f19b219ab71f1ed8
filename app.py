"""The page's entry: read the address, draw the page, write the address."""

from nnplay.ui.collector import collect_on_a_clock
from nnplay.ui.page import draw_page
from nnplay.ui.state import follow_address, write_address
from nnplay.workers import calls

calls.start()
collect_on_a_clock()
follow_address()
draw_page()
write_address()
