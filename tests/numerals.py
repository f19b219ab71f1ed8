"""Numbers as the page writes them, read back."""

from decimal import Decimal

from nnplay.numbers import MINUS, RAISED

LOWERED = {to: at for at, to in RAISED.items()}


def read_number(text: str) -> Decimal:
    """Read what `nnplay.numbers` wrote."""
    plain = text.replace(MINUS, "-").replace(",", "")
    mantissa, sign, power = plain.rpartition("×")
    if "10" in power and any(letter in "⁻⁰¹²³⁴⁵⁶⁷⁸⁹" for letter in power):
        exponent = int(power[power.index("10") + 2 :].translate(LOWERED))
        return Decimal(mantissa if sign else power[: power.index("10")] + "1").scaleb(exponent)
    return Decimal(plain)
