"""Late messages of a browser that has not received the last change yet."""

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect


class Session:
    """A page without a browser.

    Attributes:
        ids: Ids of the widgets, by their labels.
        fragment: The id of the results' fragment.
        address: The address that the page wrote last.
    """

    def __init__(self, connection):
        self.connection, self.ids, self.fragment, self.address = connection, {}, "", None

    def say(self, fragment="", **widgets):
        """Ask for a run of the page or of a fragment, and take in what it sends."""
        message = BackMsg()
        message.rerun_script.fragment_id = fragment
        for label, (kind, value) in widgets.items():
            state = message.rerun_script.widget_states.widgets.add()
            state.id = self.ids[label]
            setattr(state, kind, value)
        self.connection.send(message.SerializeToString())
        while True:
            answer = ForwardMsg()
            answer.ParseFromString(self.connection.recv())
            if answer.WhichOneof("type") == "script_finished":
                return
            self._note(answer)

    def _note(self, answer):
        if answer.WhichOneof("type") == "page_info_changed":
            self.address = answer.page_info_changed.query_string
        self.fragment = answer.delta.fragment_id or self.fragment
        element = answer.delta.new_element
        for kind in ("number_input", "button"):
            if element.WhichOneof("type") == kind:
                widget = getattr(element, kind)
                self.ids[widget.label] = widget.id


def reset_while_the_film_tells_its_epoch(server):
    """Return the address after a reset, and after the message that was under way at that time."""
    stream = f"{server.replace('http', 'ws')}/_stcore/stream"
    with connect(stream, origin=server, subprotocols=["streamlit"], max_size=None) as connection:
        session = Session(connection)
        session.say()
        old = ("double_value", 5)
        session.say(Seed=old)
        addresses = [session.address]
        session.say(Seed=old, Reset=("trigger_value", True))
        addresses.append(session.address)
        session.say(session.fragment, Seed=old)
        return [*addresses, session.address]


def test_a_late_message_undoes_no_reset(server):
    seen, reset, late = reset_while_the_film_tells_its_epoch(server)
    assert "seed=5" in seen
    assert reset == late == ""
