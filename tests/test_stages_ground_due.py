from datetime import date

import pytest
from grounding import CARMEN, DIEGO, LAURA, action, only_action, transcript_of

D, L, C = DIEGO, LAURA, CARMEN
PROMISE = (D, "Yo mando el reporte.")

BORROWED = {
    "another person's day": ((1,), "el viernes", PROMISE, (L, "Ok."), (C, "Yo tengo médico el viernes.")),
    "the same, cited": ((1, 3), "el viernes", PROMISE, (L, "Ok."), (C, "Yo tengo médico el viernes.")),
    "his own, of something else": ((1,), "el viernes", PROMISE, (L, "Ok."), (D, "Yo tengo médico el viernes.")),
    "an event": ((1,), "el jueves", PROMISE, (L, "La feria es el jueves, acuérdense.")),
    "after another subject": (
        (1,),
        "el jueves",
        PROMISE,
        (L, "Y la factura de León sigue atorada."),
        (D, "La tengo el jueves."),
    ),
    "proposed and refused": ((1,), "el viernes", PROMISE, (L, "¿El viernes?"), (D, "No, imposible.")),
    "proposed, not answered": ((1,), "el viernes", PROMISE, (L, "¿El viernes?")),
    "proposed, another answers": ((1,), "el viernes", PROMISE, (L, "¿El viernes?"), (C, "Va.")),
    "asked of something else": ((1,), "el jueves", PROMISE, (L, "¿Y cuándo es la feria?"), (C, "El jueves.")),
    "said before anything": ((2,), "el jueves", (C, "El jueves."), PROMISE),
    "asked before, refused": ((2,), "el jueves", (L, "¿El jueves?"), (D, "Mmm, no puedo. Yo mando el reporte luego.")),
    "denied before it": ((1,), "hoy", (D, "Lo de los precios no lo podemos decidir hoy. Yo mando el reporte.")),
    "denied, same sentence": ((1,), "hoy", (D, "Eso no lo vemos hoy, yo mando el reporte.")),
    "denied after it": ((1,), "Hoy", (D, "Hoy no puedo, yo mando el reporte mañana.")),
    "denied in English": ((1,), "today", (D, "We can't decide that today. Yo mando el reporte.")),
}


@pytest.mark.parametrize("case", BORROWED.values(), ids=BORROWED)
def test_due_is_not_borrowed(case: tuple[object, ...]) -> None:
    """A day that was said of something else, by somebody else, or with a "no", is not the task's."""
    cited, due, *speech = case
    task = action(*cited, text="Mandar el reporte", owner=D, due_text=due)  # type: ignore[misc] # a table of turns
    item = only_action(task, transcript=transcript_of(tuple(speech)))  # type: ignore[arg-type]
    assert (item.owner, item.due_text, item.due_date) == (D, None, None)
    assert "due_not_in_evidence" in item.doubts


SAID = {
    "proposed and taken": ((1,), "el viernes", PROMISE, (L, "¿El viernes?"), (D, "Sí, va.")),
    "asked when, another answers": (
        (1,),
        "el viernes",
        PROMISE,
        (L, "¿Para qué día lo tendríamos?"),
        (C, "El viernes, ¿no?"),
    ),
    "his own, a little later": ((1,), "el viernes", PROMISE, (L, "Gracias."), (D, "Te lo paso el viernes.")),
    "in the request before": (
        (2,),
        "para el viernes",
        (L, "¿Me mandás el reporte para el viernes?"),
        (D, "Dale, yo te lo mando."),
    ),
    "cited read-back": (
        (1, 3),
        "el viernes",
        PROMISE,
        (L, "Ok, resumo."),
        (L, "Diego hace lo de Puebla el viernes."),
    ),
    "cited answer in other words": (
        (1, 3),
        "el viernes",
        PROMISE,
        (L, "¿Para cuándo?"),
        (C, "Nos urge a nosotros antes del comité, el viernes."),
    ),
    "a no that means yes": ((1,), "el viernes", (D, "Yo mando el reporte el viernes sin falta, no te preocupes.")),
    "no later than": ((1,), "no later than Friday", (D, "Yo mando el reporte no later than Friday.")),
    "not before": ((1,), "antes del viernes", (D, "Yo no mando el reporte antes del viernes, pero yo lo mando.")),
    "denied once, said once": ((1,), "el viernes", (L, "¿El viernes no?"), (D, "Yo mando el reporte el viernes.")),
}


@pytest.mark.parametrize("case", SAID.values(), ids=SAID)
def test_due_said_in_the_same_exchange_counts(case: tuple[object, ...]) -> None:
    """The owner's own words, a question about when and its answer, a read-back, a "no" that sets a limit."""
    cited, due, *speech = case
    task = action(*cited, text="Mandar el reporte", owner=D, due_text=due)  # type: ignore[misc] # a table of turns
    if case is SAID["denied once, said once"]:
        task = task.model_copy(update={"turn_ids": ("t0002", "t0001")})
    item = only_action(task, transcript=transcript_of(tuple(speech)))  # type: ignore[arg-type]
    assert item.owner == D
    assert date(2026, 11, 27) in (item.due_date, item.due_date_other)


def test_due_of_an_unnamed_voice_is_its_own() -> None:
    """A voice without a name can say when, a turn later; another voice can't."""
    for label, day in (("SPEAKER_00", date(2026, 11, 27)), ("SPEAKER_01", None)):
        speech = (("SPEAKER_00", "Yo mando el reporte."), (L, "Ok."), (label, "Lo mando el viernes."))
        item = only_action(action(1, text="Mandar el reporte", due_text="el viernes"), transcript=transcript_of(speech))
        assert item.due_date == day


def test_following_day_counts_from_the_day_before_it() -> None:
    """In "Carmen lo pasa el viernes y yo lo mando el martes siguiente" the Tuesday is the one after that Friday."""
    days = []
    for said in ("el viernes", "el martes siguiente"):
        speech = transcript_of(((D, f"Carmen lo revisa el viernes. Yo mando el reporte {said}."),))
        days.append(
            only_action(action(1, text="Mandar el reporte", owner=D, due_text=said), transcript=speech).due_date
        )
    friday, tuesday = days
    assert friday is not None
    assert tuesday is not None
    assert (tuesday - friday).days == 4
