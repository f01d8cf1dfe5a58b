"""A sale typed to try terms on: it asks only for what matters under them, and gives reasons line by line."""

from __future__ import annotations

from dataclasses import replace

from pytestqt.qtbot import QtBot

from app.domain.commissions.terms import (
    Band,
    Bands,
    Basis,
    Bonus,
    Cap,
    Counted,
    Level,
    Measure,
    OwnRate,
    Rate,
    Reach,
    Recurring,
    Terms,
    Unit,
    flat_per_sale,
    percent_of_sale,
)
from ui.terms.trial_dialog import TrialDialog
from ui.terms.try_it import TryIt

PLAIN = percent_of_sale("EUR", 100_000)
BANDS = Bands(Measure.VOLUME, Unit.QUARTER, Reach.MARGINAL, (Band(0, Rate(100_000)), Band(1_000_000, Rate(200_000))))


def on(qtbot: QtBot, terms: Terms) -> TryIt:
    trial = TryIt()
    qtbot.addWidget(trial)
    trial.show_terms(terms)
    trial.show()
    return trial


def test_a_plain_sale_and_its_reason(qtbot: QtBot) -> None:
    trial = on(qtbot, PLAIN)
    assert trial.said() == "earns €100.00\n10% of €1,000.00 = €100.00\npayable on 23 Dec 2026"
    trial.tax.line.setText("200")
    assert "10% of €800.00 = €80.00" in trial.said()
    asked = (trial.cost, trial.volume_before, trial.sales_before, trial.charges_before, *trial.named.values())
    assert not any(field.isVisible() for field in asked)


def test_bands_and_the_cap_go_on_from_what_the_quarter_brought(qtbot: QtBot) -> None:
    trial = on(qtbot, Terms("EUR", bands=BANDS, cap_period=Cap(150_000, Unit.QUARTER)))
    assert trial.volume_before.isVisible()
    assert trial.volume_before.line.accessibleName() == "Sold before in the quarter"
    trial.amount.line.setText("2000")
    trial.volume_before.line.setText("9000")
    assert trial.said().startswith("earns €300.00\n10% of €1,000.00 = €100.00\n20% of €1,000.00 = €200.00\npayable")
    trial.volume_before.line.setText("12000")
    assert "€100.00 left of the most for the period = €100.00" in trial.said()


def test_a_band_reached_by_all_says_what_comes_on_top(qtbot: QtBot) -> None:
    bands = Bands(
        Measure.COUNT, Unit.QUARTER, Reach.RETROACTIVE, (Band(1, Rate(flat=25_000)), Band(3, Rate(flat=27_500)))
    )
    trial = on(qtbot, Terms("EUR", bands=bands))
    trial.sales_before.line.setText("2")
    assert "earns €275.00" in trial.said()
    assert "and +€50.00 for the sales before" in trial.said()


def test_it_asks_for_what_the_terms_look_at(qtbot: QtBot) -> None:
    own = (OwnRate(Level.CATEGORY, "Toys", Rate()),)
    terms = replace(PLAIN, basis=Basis.MARGIN, own_rates=own, recurring=Recurring(Counted.MONTHS, 12, Rate(50_000)))
    trial = on(qtbot, terms)
    assert trial.said() == ("earns €0.00\nnothing: the cost is not known, and the terms pay on the margin")
    trial.cost.line.setText("400")
    trial.charges_before.line.setText("12")
    assert trial.charges_before.line.accessibleName() == "Months since its first sale"
    assert "5% of €600.00 = €30.00" in trial.said()
    trial.named[Level.CATEGORY].setText("toys")
    assert "toys: free of commission = €0.00" in trial.said()
    trial.show_terms(replace(PLAIN, bonuses=(Bonus(2, Unit.YEAR, 5000),)))
    trial.sales_before.line.setText("1")
    assert "bonus for referral 2 won = €50.00" in trial.said()
    assert trial.sales_before.line.accessibleName() == "Sales before in the year"


def test_something_that_is_no_amount_says_so(qtbot: QtBot) -> None:
    trial = on(qtbot, flat_per_sale("JPY", 500))
    assert "¥500" in trial.said()
    trial.amount.line.setText("much")
    assert trial.said() == "“much” is not an amount."
    trial.amount.line.setText("")
    assert trial.said() == ""
    trial.amount.line.setText("1000")
    trial.show_terms(None)
    assert trial.said() == ""


def test_terms_in_force_are_tried_in_a_dialog(qtbot: QtBot) -> None:
    dialog = TrialDialog("Harbor IT", PLAIN)
    qtbot.addWidget(dialog)
    dialog.open()
    assert "earns €100.00" in dialog.aside.trial.said()
    assert dialog.aside.trial.amount.line.hasSelectedText()
    dialog.reject()
