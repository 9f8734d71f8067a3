from test_stages_plan import WEEK, item, planned, reading

from meetbot.stages.assess import Assessment


def test_nothing_calculated_is_not_called_on_target() -> None:
    """Without a figure there is nothing to confirm: no data is no good news."""
    lacking = reading(value=None, previous=None, n=None, missing="el gasto")
    for assessment in (Assessment(period=WEEK), Assessment(period=WEEK, readings=(lacking,))):
        told = item(planned(assessment), "decisions").reason
        assert told.startswith("Esta vez no hay cifras que confirmar.")
        assert "Sin desviaciones" not in told
