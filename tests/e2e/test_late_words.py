"""Late messages of a browser that has not received the last change yet."""

import json
from contextlib import contextmanager

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

# Which field of a message holds the value of a widget, and how the page sends that.
VALUES = {
    "number_input": ("double_value", lambda box: box.value if box.set_value else box.default),
    "selectbox": (
        "string_value",
        lambda box: box.raw_value if box.set_value else box.options[box.default],
    ),
    "button_group": (
        "string_array_value",
        lambda bar: (
            bar.raw_values
            if bar.set_value
            else [bar.options[number].content for number in bar.default]
        ),
    ),
    "button": ("trigger_value", None),
}


class Browser:
    """A browser without a picture, which receives what the page sends when a test has it do so.

    Attributes:
        held: The value of each widget in the browser, by its label.
        pending: The values that the page has sent since `receive` was last called.
        fragment: The id of the results' fragment.
        query: The address that the browser has.
        address: The address that the page wrote last.
        texts: What the page has written in the last run.
    """

    def __init__(self, connection, address):
        self.connection = connection
        self.ids, self.kinds, self.held, self.pending, self.texts = {}, {}, {}, {}, []
        self.fragment, self.query, self.address = "", address, address
        self.say()
        self.receive()

    def say(self, fragment="", told=None, **used):
        """Use widgets, or have the stage tell something; note what the page sends."""
        message = BackMsg()
        message.rerun_script.fragment_id = fragment
        message.rerun_script.query_string = self.query
        self.held |= used
        for label, value in self.held.items():
            kind = self.kinds[label]
            state = message.rerun_script.widget_states.widgets.add(id=self.ids[label])
            if kind == "string_array_value":
                state.string_array_value.data[:] = value
            else:
                setattr(state, kind, value)
        for name, value in (told or {}).items():
            event = json.dumps([{"event": name, "value": value}])
            stage = f"$$STREAMLIT_INTERNAL_KEY_{self.ids['stage']}__events"
            message.rerun_script.widget_states.widgets.add(id=stage, json_trigger_value=event)
        self.held = {k: v for k, v in self.held.items() if self.kinds[k] != "trigger_value"}
        self.texts = []
        self.connection.send(message.SerializeToString())
        while True:
            answer = ForwardMsg()
            answer.ParseFromString(self.connection.recv())
            if answer.WhichOneof("type") == "script_finished":
                return
            self._note(answer)

    def receive(self):
        """Receive what the page has sent."""
        self.held |= self.pending
        self.pending, self.query = {}, self.address

    def _note(self, answer):
        if answer.WhichOneof("type") == "page_info_changed":
            self.address = answer.page_info_changed.query_string
        self.fragment = answer.delta.fragment_id or self.fragment
        element = answer.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "markdown":
            self.texts.append(element.markdown.body)
        if kind == "bidi_component" and element.bidi_component.id.endswith("-stage"):
            self.ids["stage"] = element.bidi_component.id
        if kind in VALUES:
            widget = getattr(element, kind)
            self.ids[widget.label] = widget.id
            self.kinds[widget.label], value_of = VALUES[kind]
            is_new = widget.label not in {**self.held, **self.pending}
            if value_of and (widget.set_value or is_new):
                self.pending[widget.label] = value_of(widget)


@contextmanager
def open_page(server, address=""):
    stream = f"{server.replace('http', 'ws')}/_stcore/stream"
    with connect(stream, origin=server, subprotocols=["streamlit"], max_size=None) as connection:
        yield Browser(connection, address)


def test_a_late_message_undoes_no_reset(server):
    with open_page(server) as browser:
        browser.say(Seed=5)
        browser.receive()
        assert "seed=5" in browser.address
        browser.say(Reset=True)
        assert browser.address == ""
        browser.say(browser.fragment, told={"at": None})
        assert browser.address == ""
        browser.receive()
        browser.say(Seed=5)
        assert "seed=5" in browser.address


def row_of(browser):
    return next(text for text in browser.texts if text.startswith("The prediction is for"))


def test_a_late_message_undoes_no_press_in_a_picture(server):
    with open_page(server, "panel=formula") as browser:
        assert "Alabama" in row_of(browser)
        browser.say(browser.fragment, told={"row": 35})
        assert "Ohio" in row_of(browser)
        browser.say(browser.fragment, told={"at": None})  # as the film does when it rests
        assert "Ohio" in row_of(browser)
        browser.receive()
        assert browser.held["State"] == "Ohio"
        browser.say(browser.fragment, State="Alabama")
        assert "Alabama" in row_of(browser)


def test_a_late_message_closes_no_panel(server):
    with open_page(server, "panel=loss") as browser:
        browser.say(browser.fragment, told={"unit": {"layer": 0, "unit": 1}})
        assert browser.address == "panel=formula"
        browser.say(browser.fragment, told={"at": None})
        assert browser.address == "panel=formula"
        browser.receive()
        browser.say(browser.fragment, Panel=["Loss"])  # which it was before
        assert browser.address == "panel=loss"


def test_what_is_used_before_the_last_change_was_received_counts(server):
    with open_page(server, "panel=loss") as browser:
        browser.say(browser.fragment, told={"unit": {"layer": 0, "unit": 1}})
        browser.say(browser.fragment, Panel=["Weights"])
        assert browser.address == "panel=weights"
        browser.receive()
        browser.say(browser.fragment, told={"at": None})
        assert browser.address == "panel=weights"
