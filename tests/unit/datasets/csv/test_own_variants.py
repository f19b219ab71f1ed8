"""Odd files of every kind, written by hand, and what each is corrected to."""

import pytest

from nnplay.datasets.csv import Reading, make_dataset, read_table, suggest
from tests.unit.datasets.csv.own_files import kinds, read, refusal


def lines(*rows):
    return "\n".join(rows) + "\n"


COUNT = [f"{n}" for n in range(1, 9)]
# Each text with its columns: their kinds, or the smallest and largest number.
VARIANTS = {
    "points between thousands": (
        lines("Stadt;Zahl;km", "A;246.601;1,5", "B;1.234;2,5", "A;46.963;3", "B;5.000;4", "A;1;5"),
        {"Stadt": "class", "Zahl": (1, 246601), "km": (1.5, 5)},
    ),
    "Indian thousands": (
        lines("a,b", '"12,34,567",1', '"3,45,678",2', '"45,000",3', "9,4", "10,5"),
        {"a": (9, 1234567), "b": (1, 5)},
    ),
    "Swiss thousands": (
        lines("a;b", "1'250'000.50;1", "980’000.00;2", "95.5;3", "1'000;4", "7;5"),
        {"a": (7, 1250000.5), "b": (1, 5)},
    ),
    "minus behind": (
        lines("a\tb", "1.234,56-\t1", "2.000,00\t2", "99,9\t3", "1,5-\t4", "0,5\t5"),
        {"a": (-1234.56, 2000), "b": (1, 5)},
    ),
    "parentheses": (
        lines("a,b", '"$1,200.50",1', '"($350.25)",2', '"($1,100.00)",3', "$0.00,4", "$15.00,5"),
        {"a (＄)": (-1100, 1200.5), "b": (1, 5)},
    ),
    "percent": (
        lines("a;b", "12,5 %;1", "8,0 %;2", "22,1%;3", "3,3 %;4", "54,1 %;5"),
        {"a (%)": (3.3, 54.1), "b": (1, 5)},
    ),
    "thousands of dollars": (
        lines("a,b", "$120k,1", "$240k,2", "$95k,3", "$310k,4", "$150k,5"),
        {"a (＄k)": (95, 310), "b": (1, 5)},
    ),
    "several units": (
        lines("a,b", "12 km,1", "5 km,2", "800 m,3", "7 km,4", "7 km,5"),
        {"a": "free text", "b": (1, 5)},
    ),
    "flags of Eurostat": (
        lines("geo\\time\t2019 \t2020 ", "AT\t12.3 \t: ", "BE\t10.1 e\t9.8 ", "DE\t: c\t8.7 p")
        + lines("FR\t13.0 \t12.2 ", "IT\t18.0 b\t17.1 ", "ES\t20.0 \t15.1 "),
        {"geo time": "row name", "2019": (10.1, 20), "2020": (8.7, 17.1)},
    ),
    "footnotes": (
        lines("land,a", 'F,"643,801[1]"', 'S,"505,990"', 'I,"301,340[a]"', "M,316", 'C,"9,251"'),
        {"land": "row name", "a": (316, 643801)},
    ),
    "powers and errors": (
        lines("a,b", "1.5×10^3,1.5 ± 0.1", "2×10⁴,1.7 ± 0.2", "3×10^3,2", "4×10^3,3", "5×10^2,4"),
        {"a": (500, 20000), "b": (1.5, 4)},
    ),
    "wide digits": (
        lines("身長,n", "１６０．５,1", "１６１,2", "１,3", "２,4", "３,5"),
        {"身長": (1, 161), "n": (1, 5)},
    ),
    "codes with zeros in front": (
        lines("PLZ;a", "01067;1", "04109;2", "10115;3", "80331;4", "20095;5"),
        {"PLZ": "row name", "a": (1, 5)},
    ),
    "the World Bank": (
        lines('"Data Source","Indicators",', "", '"Updated","2024-01-01",', "")
        + lines(
            '"Country","Code","2019","2020"', '"Aruba","ABW","3.1",".."', '"Chad","TCD","..","1"'
        )
        + lines('"Peru","PER","5.5","6.1"', '"Fiji","FJI","2.2","2"', '"Cuba","CUB","1","0.9"'),
        {"Country": "row name", "Code": "free text", "2019": (1, 5.5), "2020": (0.9, 6.1)},
    ),
    "R's row names": (
        lines('"mpg" "cyl"', '"Mazda RX4" 21 6', '"Datsun" 22.8 4', '"H" 21.4 6', '"V" 18.1 6')
        + lines('"D" 14.3 8'),
        {"row": "row name", "mpg": (14.3, 22.8), "cyl": (4, 8)},
    ),
    "NumPy's names": (
        lines("# x y", "1.0e+00 2.5", "2.0e+00 3.5", "3 5", "4 7", "5 9"),
        {"x": (1, 5), "y": (2.5, 9)},
    ),
    "names in two lines": (
        lines(",Versuch A,,Versuch B,", "Zeit,Kraft,Weg,Kraft,Weg")
        + lines("1,.1,2,.2,3", "2,.2,4,.4,6", "3,.3,6,.5,9", "4,.4,8,.8,12", "5,.5,9,1.1,15"),
        {
            **{"Zeit": (1, 5), "Versuch A Kraft": (0.1, 0.5), "Versuch A Weg": (2, 9)},
            **{"Versuch B Kraft": (0.2, 1.1), "Versuch B Weg": (3, 15)},
        },
    ),
    "lines in quotes": (
        lines('"a,b"', '"1,2.5"', '"2,3"', '"3,4"', '"4,5"', '"5,9"'),
        {"a": (1, 5), "b": (2.5, 9)},
    ),
    "Markdown": (
        lines("| name | a |", "|---|--:|", "| Ann | 1.5 |", "| Bob | 2 |", "| C | 3 |", "| D | 4 |")
        + lines("| E | 5 |"),
        {"name": "row name", "a": (1.5, 5)},
    ),
    "aligned by blanks": (
        lines("name      height", "Ann Lee     1.70", "Bob        10.80", "Cem         1.65")
        + lines("Dee         1.90", "Eve        11.60"),
        {"name": "row name", "height": (1.65, 11.6)},
    ),
    "single quotes": (
        lines("'name','x'", "'A, B',1.5", "'C',2", "'D',3", "'E',4", "'F',5"),
        {"name": "row name", "x": (1.5, 5)},
    ),
    "formulas for texts": (
        lines("code,a", '="01",1.5', '="02",2', '="03",3', '="04",4', '="05",5'),
        {"code": (1, 5), "a": (1.5, 5)},
    ),
    "a mean below": (
        lines("who,a", "A,1", "B,2", "C,3", "D,4", "E,9", "Mean,3.8", "SD,3.1"),
        {"who": "row name", "a": (1, 9)},
    ),
    "no names": (
        lines("5.1,3.5,setosa", "4.9,3,setosa", "6.3,2.5,virginica", "5.8,2.7,virginica")
        + lines("5,3.6,setosa"),
        {"column 1": (4.9, 6.3), "column 2": (2.5, 3.6), "column 3": "class"},
    ),
    "Turkish": (
        lines("Boy;Sınıf;Şehir", *(f"{n},5;{'AB'[n % 2]};Iğdır" for n in range(5))).encode(
            "cp1254"
        ),
        {"Boy": (0.5, 4.5), "Sınıf": "class", "Şehir": "class"},
    ),
    "Hungarian": (
        lines("Súly;Név", "1,5;Benő", "2,5;Fűz", "3,5;György", "4;Erzsébet", "5;Ákos").encode(
            "cp1250"
        ),
        {"Súly": (1.5, 5), "Név": "row name"},
    ),
    "Mac Roman": (
        lines("Länge;Öl", "1,5;ja", "2,5;nein", "3;ja", "4;nein", "5;ja").encode("mac_roman"),
        {"Länge": (1.5, 5), "Öl": "yes/no"},
    ),
    "a euro alone": (
        lines("Preis;n", "1.204,50 €;1", "99,00 €;2", "15,90 €;3", "3 €;4", "4 €;5").encode(
            "cp1252"
        ),
        {"Preis (€)": (3, 1204.5), "n": (1, 5)},
    ),
    "days before months": (
        lines("d;v", *(f"{d:02}/{m:02}/2023;{d + m},5" for m in (1, 2, 3) for d in (1, 5, 9))),
        {"d": "date", "v": (2.5, 12.5)},
    ),
    "months before days": (
        lines("d,v", "1/15/2023,1", "2/15/2023,2", "3/15/2023,3", "4/1/2023,4", "5/2/2023,5"),
        {"d": "date", "v": (1, 5)},
    ),
    "times": (
        lines("t,v", "10:00:30,1", "10:30,2", "11:00,3", "11:30,4", "12:00,5"),
        {"t": "date", "v": (1, 5)},
    ),
    "dates with gaps": (
        lines("d,v", "2023-01-15,1", "NA,2", "2023-03-15,3", "unknown,4", "2023-05-02,5", "n.d.,6"),
        {"d": "date", "v": (1, 6)},
    ),
    "few texts in few rows": (
        lines("c,v", *(f"{letter},{n}" for n, letter in enumerate("abacdaef"))),
        {"c": "class", "v": (0, 7)},
    ),
    "quarters": (
        lines("q,v", *(f"2020 Q{n % 4 + 1},{n}" for n in range(8))),
        {"q": "date", "v": (0, 7)},
    ),
}
# Each text with the words that are asked about, and what is assumed of them.
DOUBTS = {
    "thousands or decimals": (lines("a;b", *(f"{n}.234;{n}" for n in COUNT)), {"1.234": False}),
    "of a price": (lines("a;b", *(f"{n}.234 €;{n}" for n in COUNT)), {"1.234 €": True}),
    "points beside commas": (lines("a;b", *(f"{n}.234;{n},5" for n in COUNT)), {"1.234": True}),
    "commas beside points": (
        lines("a;b", *(f"{n},234;{n}.5" for n in COUNT)),
        {"1,234": True},
    ),
    "a class or a gap": (lines("x,a", *(f"{w},1" for w in ["EU", "NA", "AS"] * 3)), {"NA": False}),
    "a code in small letters": (lines("x,a", *(f"{w},1" for w in ["eu", "na"] * 3)), {"na": False}),
    "a code among nearly all": (
        lines("x,a", *(f"{w},1" for w in ["DE", "NA", "FR", "US", "IT", "ES", "EU27"] * 2)),
        {"NA": False},
    ),
    "a gap or a class": (lines("x,a", *(f"{w},1" for w in ["cat", "NA", "dog"] * 3)), {"NA": True}),
    "none": (lines("x,a", *(f"{w},1" for w in ["none", "mild", "bad"] * 3)), {"none": False}),
    "a limit": (lines("x,a", "<0.1,1", *(f"0.{n},2" for n in COUNT)), {"<0.1": True}),
    "a word": (lines("x,a", "offline,1", *(f"{n},2" for n in COUNT)), {"offline": True}),
    "a code": (lines("x,a", "999,1", "999,1", *(f"{n},2" for n in COUNT)), {"999": True}),
    "a code and decimals": (
        lines("x;a", "-9999,0;1", *(f"{n},5;2" for n in COUNT)),
        {"-9999,0": True},
    ),
    "two codes": (
        lines("x,a", *["-99,1", "-98,1"] * 2, *(f"{n},2" for n in COUNT)),
        {"-98": True, "-99": True},
    ),
    "outliers": (lines("x,a", "77.5,1", "77.5,1", *(f"{n},2" for n in COUNT)), {"77.5": False}),
}


@pytest.mark.parametrize("name", VARIANTS)
def test_a_file_of_this_kind_is_read_as_a_person_would(name):
    content, right = VARIANTS[name]
    table = read(content)
    assert list(table.frame.columns) == list(right)
    for column, expected in right.items():
        values = table.frame[column]
        if isinstance(expected, str):
            assert kinds(table)[column] == expected
        else:
            assert (values.min(), values.max()) == pytest.approx(expected, rel=1e-12)
    again = read_table(
        content if isinstance(content, bytes) else content.encode(), "x", table.reading
    )
    assert again.frame.equals(table.frame)
    assert again.reading == table.reading


def test_dates_are_days_since_1970_and_times_are_hours():
    days = read(VARIANTS["days before months"][0]).frame["d"]
    assert (days.iloc[1], days.iloc[3]) == (
        19_362,
        19_389,
    )  # the 5th of January, the 1st of February
    assert read(VARIANTS["times"][0]).frame["t"].iloc[1] == 10.5


def test_a_date_is_read_as_one_of_its_parts_if_that_is_asked_for():
    text = lines("t,v", *(f"2024-0{n}-0{n} 0{n}:30,{n * n}" for n in range(1, 7)), ",5")

    def column(kind):
        return read_table(text.encode(), "x", Reading(kinds=(("t", kind),)))

    assert column("month").frame["t"].tolist()[:2] == ["January", "February"]
    assert column("weekday").frame["t"].tolist()[:2] == ["Monday", "Friday"]
    assert column("hour").frame["t"].tolist()[:6] == [n + 0.5 for n in range(1, 7)]
    assert [column(kind).column("t").missing for kind in ("month", "hour")] == [1, 1]
    table = column("month")
    question = suggest(table, "v").with_use("t", missing="a class of its own")
    assert len(make_dataset(table, question).features) == 7
    assert "can't be read as month" in refusal(
        read_table, text.encode(), "x", Reading(kinds=(("v", "month"),))
    )


@pytest.mark.parametrize("name", DOUBTS)
def test_doubts_about_a_file_are_asked(name):
    content, right = DOUBTS[name]
    table = read(content)
    assert {doubt.word: doubt.assumed for doubt in table.doubts} == right
    for doubt in table.doubts:
        assert doubt.column in table.frame.columns
        other = doubt.answered(Reading(), not doubt.assumed)
        changed = read_table(content.encode(), "x", other)
        assert {each.word: each.assumed for each in changed.doubts}[doubt.word] != doubt.assumed
        assert not changed.frame.rename(columns=str).equals(table.frame)


ODD = "Notes, 2024\n1,5\nx;y\n1,234;a\n2,345;b\n3,456;a\n4,567;b\n5,678;a\nend\n"


def test_each_part_of_a_reading_can_be_corrected():
    def columns(**reading):
        return read_table(ODD.encode("utf-16"), "x", Reading(**reading)).frame

    assert list(columns()["x"]) == [1.234, 2.345, 3.456, 4.567, 5.678]
    assert list(columns(decimal=".")["x"]) == [1234, 2345, 3456, 4567, 5678]
    assert list(columns(thousands=",")["x"]) == [1234, 2345, 3456, 4567, 5678]
    rest = columns(above=3, below=0, names=True)["1,234"]
    assert list(rest[:4]) == [2.345, 3.456, 4.567, 5.678]
    assert rest.isna().tolist() == [False] * 4 + [True]  # "end", which is asked about
    assert columns(above=2, names=False)["column 1"].isna().tolist() == [True] + [False] * 5
    assert len(columns(below=0)) == 6
    assert list(columns(kinds=(("y", "yes/no"),))["y"]) == [0, 1, 0, 1, 0]
    assert columns(kinds=(("x", "class"),))["x"][0] == "1,234"
    assert columns(missing=(("y", "b", True),))["y"].isna().sum() == 2
    assert columns(missing=(("", "b", True),))["y"].isna().sum() == 2


def test_a_table_of_texts_without_names_keeps_its_first_row():
    text = lines("red,big", "green,small", "red,small", "blue,big", "red,big", "green,big")
    assert len(read_table(text.encode(), "x", Reading(names=True)).frame) == 5
    table = read(text)  # cells that occur again below are no names
    assert read_table(text.encode(), "x", Reading(names=False)).frame.equals(table.frame)
    assert table.frame["column 1"].tolist()[:2] == ["red", "green"]
    assert len(table.frame) == 6


@pytest.mark.parametrize(
    ("reading", "words"),
    [
        (Reading(encoding="cp932"), "not written in Shift-JIS"),
        (Reading(encoding="klingon"), "not written in klingon"),
        (Reading(separator=";;"), "';;' as separator"),
        (Reading(encoding="utf\0"), "as encoding"),
        (Reading(sheet="\ud800"), "as sheet"),
        (Reading(decimal="x"), "'x' as decimal"),
        (Reading(thousands="x"), "'x' as thousands"),
        (Reading(decimal=",", thousands=","), "',' as thousands"),
        (Reading(above=-1), "-1 as above"),
        (Reading(above=8), "is empty"),
        (Reading(kinds=(("y", "colour"),)), "as kinds"),
        (Reading(kinds=(("y", "date"),)), "'y' can't be read as date, as it holds 'ä'"),
        (Reading(kinds=(("y", "number"),)), "'y' can't be read as number"),
    ],
)
def test_a_reading_that_is_not_the_files_is_refused_in_one_sentence(reading, words):
    content = "x;y\n1;ä\n" + "2;a\n" * 6
    assert words in refusal(read_table, content.encode("latin-1"), "x", reading)


def test_choices_are_what_else_a_part_may_be():
    table = read("größe;b\n" + "1,5;2\n" * 6, "mine.csv")
    assert table.choices("decimal") == {".": "decimal points", ",": "decimal commas"}
    assert table.choices("separator")[";"] == "semicolons"
    assert table.choices("encoding")["cp1252"] == "Windows-1252 (Western Europe)"
    assert table.choices("names")[False] == "no line of names"
    assert list(table.choices("above").items())[:2] == [(0, "0 lines"), (1, "1 line")]
    assert table.choices("sheet") == {}


def test_more_rows_than_can_be_used_are_chosen_and_more_texts_are_inputs():
    rows = "".join(f"{n % 37 + 0.5},city {n % 40},{n * n % 1001}\n" for n in range(12_000))
    table = read(f"a,city,y\n{rows}")
    question = suggest(table)
    assert question.features == ("a",)  # with 40 cities they would be 41 inputs
    question = question.with_use("a", role="leave out").with_use("city", role="learn from")
    dataset = make_dataset(table, question)
    assert len(dataset.features) == 40
    assert list(dataset.frame.index[:3]) == ["1", "4", "7"]
    assert len(dataset.frame) == 4_000


def test_gaps_are_filled_as_is_asked():
    text = "a,b,ok,y\n1,u,yes,1\n,v,no,2\n3,,,3\n5,u,yes,4\n7,u,no,5\n9,v,yes,6\n"
    table = read(text)
    question = suggest(table, "y")
    for name, fill in (("a", "fill with the mean"), ("b", "a class of its own")):
        question = question.with_use(name, role="learn from", missing=fill)
    question = question.with_use("ok", role="learn from", missing="fill with the most frequent")
    dataset = make_dataset(table, question)
    assert dataset.frame["a"].tolist() == [1, 5, 3, 5, 7, 9]
    assert dataset.features == ("a", "b u", "b v", "b missing", "ok")
    assert dataset.frame["b missing"].tolist() == [0, 0, 1, 0, 0, 0]
    assert dataset.frame["ok"].tolist() == [1, 0, 1, 1, 0, 1]
    assert dataset.descriptions["a"] == "from 1 to 9, 1 gap filled"
    named = make_dataset(table, question.with_use("a", missing="leave the row out"))
    assert (len(named.frame), named.name == dataset.name) == (5, False)


def test_units_and_words_of_a_file_are_no_markup():
    rows = "".join(f"{n} <b>$x$,[{n}](u),2\n" for n in range(6))
    table = read(f"a,b,<i>n</i>\n{rows}offline,x,3\n")
    texts = [*table.frame.columns, *(column.unit for column in table.columns)]
    texts += [doubt.question for doubt in table.doubts] + [
        remark.phrase for remark in table.remarks
    ]
    assert not any(set(text) & set("<>$[]*`") for text in texts)
