"""How a sentence puts something forward, settles it, ends it or puts it off, and how a turn answers it."""

import pytest
from rule_meetings import CAST

from meetbot.model.company import Person, Roster
from meetbot.stages.rules.answers import agrees, answer, asks_against, asks_all, asks_one
from meetbot.stages.rules.conclusions import (
    concludes_in_brief,
    draws_plainly,
    ends_something,
    follows_so,
    forbids,
    keeps,
    only_time,
    says_how,
)
from meetbot.stages.rules.decision_cues import DEFERS
from meetbot.stages.rules.declared import declared_signal
from meetbot.stages.rules.entitled import chair, seniors
from meetbot.stages.rules.people import Named
from meetbot.stages.rules.proposals import asks_by_tag, asks_in_brief, offers, proposal_signal
from meetbot.stages.rules.rulings import bounds, rules
from meetbot.stages.rules.settling import decrees, drawn_it, settles_by_pointing, turns_away
from meetbot.stages.rules.speech import Sentence, Utterance, split_sentences


def _sentence(text: str) -> Sentence:
    return split_sentences(text)[-1]


def _turn(text: str, voice: str = "L", index: int = 1) -> Utterance:
    return Utterance(index, f"t{index:04d}", voice, CAST.get(voice), None, text, split_sentences(text))


@pytest.mark.parametrize(
    "text",
    [
        "Yo lo que haría es quitar el registro obligatorio.",
        "¿Cómo ven si lo hacemos cada quince días?",
        "¿Qué opinan de mover el lanzamiento a marzo?",
        "¿Podemos dejar fuera a los distribuidores chicos?",
        "Mi voto es por la agencia local.",
        "Dejémoslo en ocho horas.",
        "¿La subimos a diez por ciento?",
        "¿Nos quedamos en tres llamadas?",
        "Could we make it optional?",
        "I'd go with the cheaper one.",
        "Let's give them thirty days.",
    ],
)
def test_something_is_put_forward_in_many_ways(text: str) -> None:
    """A proposal, a wish put to the others, a question whether to do it."""
    assert proposal_signal(_sentence(text)) in {"proposed", "suggested"}


def test_an_opinion_is_only_mentioned() -> None:
    """What somebody thinks is put softer than what somebody suggests."""
    assert proposal_signal(_sentence("Creo que podríamos pausar la radio.")) == "mentioned"


@pytest.mark.parametrize(
    ("text", "brief"),
    [
        ("¿Cuatro horas?", True),
        ("¿Entonces un rango?", True),
        ("¿Y el informe?", False),
        ("¿Quién lo manda?", False),
        ("Cuatro horas.", False),
    ],
)
def test_a_few_words_ask_for_agreement_unless_they_ask_after_something_known(text: str, *, brief: bool) -> None:
    """A figure or an indefinite thing is put to the others; a definite one is asked after."""
    assert asks_in_brief(_sentence(text), frozenset()) is brief


def test_a_tag_puts_words_without_a_verb_to_the_others() -> None:
    """As in "cena privada y nada de stand, ¿va?"; a statement with a verb has its own say."""
    assert asks_by_tag(_sentence("Cena privada y nada de stand, ¿va?"))
    assert not asks_by_tag(_sentence("Mañana te mando la cena, ¿va?"))
    assert not asks_by_tag(_sentence("Cena privada."))


def test_a_figure_answers_an_open_question_of_what_is_wanted() -> None:
    """After "¿cuántos serían?" a figure is an offer; after a question for a fact it is the fact."""
    assert offers(_sentence("Quinientos."), "¿cuantos serian?")
    assert not offers(_sentence("Quinientos."), "¿cuantos llegaron ayer?")
    assert not offers(_sentence("¿Quinientos?"), "¿cuantos serian?")


@pytest.mark.parametrize(
    "text",
    [
        "A medias con la cooperativa, entonces.",
        "Perfecto, dos llamadas y un correo.",
        "Two it is.",
        "Quinientos quedan.",
    ],
)
def test_a_few_words_draw_the_conclusion(text: str) -> None:
    """Words without a verb after or before one that concludes."""
    assert concludes_in_brief(_sentence(text), ())


@pytest.mark.parametrize(
    "text",
    [
        "Ok, gracias.",
        "Entonces yo mando el correo mañana.",
        "¿Entonces dos?",
        "Perfecto y luego el folleto.",
        "Then let me ask.",
    ],
)
def test_thanks_tasks_and_questions_draw_none(text: str) -> None:
    """Nothing of its own, a verb, a question, a further point."""
    assert not concludes_in_brief(_sentence(text), ())


def test_a_time_or_a_person_alone_is_told_apart() -> None:
    """As in "el martes, pues" and "Marta entonces"."""
    assert only_time(_sentence("El martes, entonces."), ())
    assert only_time(_sentence("Marta entonces."), [Named("Marta Peña", 0, 5)])
    assert not only_time(_sentence("La opción B entonces."), ())


def test_plain_and_weak_words_of_conclusion_are_told_apart() -> None:
    """As "entonces" concludes, "ok" may only go on; "dinner it is" settles in any language."""
    assert draws_plainly(_sentence("La opción B entonces."))
    assert not draws_plainly(_sentence("Ok, la opción B."))
    assert drawn_it(_sentence("Dinner it is."))


@pytest.mark.parametrize(
    "text",
    [
        "Entonces sin domicilio no es calificado.",
        "Listo, entonces la demo la da preventa.",
        "Okay so new leads go to Ana first.",
    ],
)
def test_what_follows_from_the_talk_is_stated_after_a_word_of_conclusion(text: str) -> None:
    """A statement in the present; not what somebody did or will do alone."""
    assert follows_so(_sentence(text))
    assert not follows_so(_sentence("Entonces yo llamé al cliente ayer."))


@pytest.mark.parametrize(
    "text",
    [
        "De aquí en adelante no hay más envíos gratis.",
        "Se acabó lo de la rifa.",
        "El patrocinio no va.",
        "Cancelamos la feria de julio.",
        "The raffle is off.",
        "We're dropping the free tier.",
    ],
)
def test_something_is_ended(text: str) -> None:
    """It is over, off, cancelled."""
    assert ends_something(_sentence(text))


@pytest.mark.parametrize(
    "text", ["¿Se acabó la tela?", "La semana pasada cancelamos la feria.", "Dice que cancelamos la feria."]
)
def test_asked_past_and_reported_ends_nothing(text: str) -> None:
    """A question, what was, and what somebody says."""
    assert not ends_something(_sentence(text))


@pytest.mark.parametrize(
    "text", ["El presupuesto se mantiene en lo mismo.", "Two point one stays.", "Ochenta y cinco se queda igual."]
)
def test_something_is_kept(text: str) -> None:
    """It stays as it is; asked, it is open."""
    assert keeps(_sentence(text))
    assert not keeps(_sentence("¿El presupuesto se mantiene?"))


def test_what_is_not_to_be_done_is_told_from_courtesy() -> None:
    """A forbidding word with an object; "no te preocupes" forbids nothing."""
    assert forbids(_sentence("Entonces no impriman folletos."))
    assert forbids(_sentence("Don't print any flyers."))
    assert not forbids(_sentence("No te preocupes por el folleto."))
    assert not forbids(_sentence("No llegaron los folletos."))


@pytest.mark.parametrize(
    "text",
    ["La rifa se cancela.", "No se hace la rifa.", "We'll skip the fair this year.", "El tope es de veinte mil."],
)
def test_it_is_said_how_things_are_to_be_done(text: str) -> None:
    """The impersonal present, a plan of the group, a limit with its figure."""
    assert says_how(_sentence(text))
    assert not says_how(_sentence("Creo que " + text[:1].lower() + text[1:]))


def test_a_statement_without_hedge_may_be_a_rule() -> None:
    """A bare norm; not an opinion, a past fact, a question or three words."""
    assert rules(_sentence("La guardia es nacional y rota por semana."))
    for text in (
        "Creo que la guardia es nacional.",
        "La guardia fue nacional ayer.",
        "¿La guardia es nacional?",
        "Sí.",
    ):
        assert not rules(_sentence(text))


@pytest.mark.parametrize(
    "text",
    [
        "Hagámoslo así.",
        "Así va.",
        "Hecho, pues.",
        "Que sea así.",
        "Queda.",
        "That's the plan.",
        "Done.",
        "En eso quedamos.",
    ],
)
def test_bare_words_settle_what_was_put_forward(text: str) -> None:
    """They point at it and say nothing of it themselves."""
    assert settles_by_pointing(_sentence(text))


@pytest.mark.parametrize("text", ["¿Así va?", "De hecho llegaron tarde.", "I haven't done it.", "No está aprobado."])
def test_asked_denied_and_idle_words_settle_nothing(text: str) -> None:
    """A question, "de hecho", something not done."""
    assert not settles_by_pointing(_sentence(text))


@pytest.mark.parametrize(
    "text",
    [
        "Lo movemos a la siguiente sesión.",
        "Eso para la otra.",
        "Hoy no lo cerramos.",
        "Lo dejamos para más adelante.",
        "Eso veámoslo cuando esté el borrador.",
        "Lo aparcamos hasta que vuelva.",
        "Let's take pricing up in February.",
        "Let's take it offline and decide next week.",
        "We don't need to decide that today.",
    ],
)
def test_things_are_put_off_in_many_ways(text: str) -> None:
    """A verb of treating it with a time to come, or words that leave it for then."""
    assert DEFERS.search(_sentence(text).folded)


def test_words_that_settle_are_read_by_what_stands_around_them() -> None:
    """Said, they declare; asked, denied or told of the past, they don't."""
    assert declared_signal(_sentence("Quedamos entonces en tres llamadas por cliente.")) == "declared"
    assert declared_signal(_sentence("¿Quedamos en tres llamadas?")) is None
    assert declared_signal(_sentence("La zona sur quedó en ochenta por ciento.")) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Me late.", "agreed"),
        ("Sounds like a plan.", "agreed"),
        ("Mmm, me parece.", "agreed"),
        ("Me da penita, pero sí.", "agreed"),
        ("Ok, pero solo este mes.", "agreed_plainly"),
        ("Ajá.", "agreed_plainly"),
        ("No, eso no.", "refused"),
        ("Pero eso sale carísimo.", "refused"),
        ("I'm not sold.", "refused"),
        ("No estoy de acuerdo.", "refused"),
        ("¿Y los descuentos?", None),
        ("Ayer llegó la tela azul.", None),
    ],
)
def test_a_turn_answers_what_was_put_forward(text: str, expected: str | None) -> None:
    """In plain words, with a mere yes, with a no, or not at all."""
    assert answer(_turn(text)) == expected


def test_no_agrees_with_who_is_against_and_a_question_is_answered_by_its_word() -> None:
    """As in "¿alguien en contra?" – "No."; "¿Estamos?" – "Estamos."; a turn without words answers nothing."""
    assert answer(_turn("Mm, no."), to_against=True) == "agreed"
    assert answer(_turn("Estamos."), asked="¿estamos?") == "agreed"
    assert answer(_turn("")) is None


def test_nobody_agrees_with_themselves() -> None:
    """The same voice going on is no acceptance."""
    assert agrees(_turn("Me parece bien.", "L"), _turn("Propongo ocho.", "A"))
    assert not agrees(_turn("Me parece bien.", "A"), _turn("Propongo ocho.", "A"))


def test_all_or_one_are_asked_whether_they_agree() -> None:
    """As "¿estamos?" asks all, a name alone asks one; a question for a fact asks for none."""
    for text in (
        "¿Estamos?",
        "¿Todos okay?",
        "¿Alguien en contra?",
        "Everybody okay with ranges?",
        "anybody got a problem with that",
    ):
        assert asks_all(_sentence(text)), text
    assert not asks_all(_sentence("¿Y si lo hacemos obligatorio?"))
    assert asks_one(_sentence("¿Marta?"), [Named("Marta Peña", 1, 6)])
    assert asks_one(_sentence("¿Tú cómo lo ves?"), ())
    assert not asks_one(_sentence("Marta."), [Named("Marta Peña", 0, 5)])
    assert asks_against(_sentence("¿Alguien en contra?"))
    assert not asks_against(_sentence("¿Estamos?"))


def test_who_leads_is_known_by_asking_and_moving_on() -> None:
    """The one who asks and moves on most; nobody where two do alike, or nobody does."""
    asks = [_turn("¿Cómo vamos? Siguiente.", "A", 0), _turn("Bien.", "L", 1), _turn("¿Algo más?", "A", 2)]
    assert chair(asks) == CAST["A"]
    assert chair([_turn("¿Qué tal?", "A", 0), _turn("¿Y tú?", "L", 1)]) is None
    assert chair([_turn("Bien.", "A", 0)]) is None


def test_titles_tell_who_may_decide() -> None:
    """A director or manager may; the assistant of one may not."""
    roster = Roster(
        people=(
            Person(name="Ana Ruiz", title="Directora Comercial"),
            Person(name="Luis Gómez", title="Asistente de la Directora"),
            Person(name="Marta Peña"),
        )
    )
    assert seniors(roster) == {"Ana Ruiz"}


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("Nadie cotiza menos de diez sin avisar.", True),
        ("Con pagaré firmado, noventa; sin pagaré, los sesenta de toda la vida.", True),
        ("Everybody else pays for the truck.", True),
        ("Eso depende de la dirección general.", False),
    ],
)
def test_bounds_are_figures_and_words_for_all(text: str, limits: bool) -> None:
    """A statement sets a limit by a figure or by holding for all."""
    assert bounds(_sentence(text)) is limits


def test_rules_a_noun_that_looks_like_a_promise_is_none() -> None:
    """After a preposition "pagaré" is a paper, not what the speaker will do."""
    assert rules(_sentence("Con pagaré firmado, noventa; sin pagaré, sesenta días."))
    assert not rules(_sentence("Mañana pagaré los sesenta días del proveedor."))


@pytest.mark.parametrize("text", ["No me la pregunten, así va a ser.", "I'm serious, that's the policy."])
def test_decrees_words_that_leave_nothing_to_discuss_settle(text: str) -> None:
    """They point back at what was just said."""
    assert decrees(_sentence(text))
    assert settles_by_pointing(_sentence(text))


def test_turns_away_what_opens_something_else_does_not_say_what_was_settled() -> None:
    """After "hecho" a new topic or a rider is not what was decided."""
    assert turns_away(_sentence("Oigan, la feria entonces es el veinticinco."))
    assert turns_away(_sentence("Pero que alguien se lo diga con cariño."))
    assert not turns_away(_sentence("La guardia es nacional."))


@pytest.mark.parametrize(
    "text",
    [
        "A la congeladora.",
        "Hoy no nos da tiempo.",
        "We're out of time for that.",
        "Parked until June.",
        "No nos alcanza el tiempo.",
    ],
)
def test_deferral_idioms_put_off(text: str) -> None:
    """What goes on ice or finds no time is put off."""
    assert DEFERS.search(_sentence(text).folded)
