"""How the page's tables write their numbers."""

import pytest
from streamlit.dataframe_util import convert_arrow_bytes_to_pandas_df
from streamlit.testing.v1 import AppTest


def page():
    import pandas as pd

    from nnplay.numbers import as_column
    from nnplay.ui.drawing.tables import draw_table

    table = pd.DataFrame(
        {"small": [0.0004, 0.00127], "price": [248_000.0, 251_000.0], "none": [-0.5, None]}
    )
    formats = {name: as_column(table[name]) for name in table}
    draw_table(table, "numbers", "Numbers", formats, placeholder="–")


@pytest.mark.parametrize(
    ("column", "texts"),
    [
        ("small", ["0.000400", "0.001270"]),
        ("price", ["248,000", "251,000"]),
        ("none", ["−0.500", "–"]),
    ],
)
def test_a_table_writes_a_column_by_its_spread_and_keeps_its_numbers(column, texts):
    at = AppTest.from_function(page, default_timeout=60)
    at.session_state.projects = False
    drawn = at.run().dataframe[0]
    assert not at.exception
    written = convert_arrow_bytes_to_pandas_df(drawn.proto.arrow_data.styler.display_values)
    assert written[column].tolist() == texts
    assert drawn.value[column].dtype == float


def short_page():
    import pandas as pd

    from nnplay.numbers import number
    from nnplay.ui.drawing.tables import draw_text_table

    table = pd.DataFrame(
        {"a rather long heading": [1.5, None], "class": ["a_b", "$c$"]}, ["*x*", "MSE"]
    )
    endings = pd.DataFrame({"a rather long heading": ["2.25"], "class": [""]}, ["MSE"])
    draw_text_table(table, "Few rows", {"a rather long heading": number}, endings)


def test_a_table_of_texts_ends_with_its_sums_and_reads_no_markdown_in_names():
    at = AppTest.from_function(short_page, default_timeout=60)
    drawn = at.run().table[0]
    assert not at.exception
    texts = convert_arrow_bytes_to_pandas_df(drawn.proto.arrow_data.styler.display_values)
    assert drawn.value.index.tolist() == ["\\*x\\*", "MSE", "**MSE**"]
    assert texts.to_numpy().tolist() == [
        ["1.50", "a\\_b"],
        ["not a number", "\\$c\\$"],
        ["2.25", ""],
    ]
    assert drawn.value.columns.tolist() == ["a rather long  \nheading", "class"]
