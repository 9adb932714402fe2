"""What rings and what does not."""

from __future__ import annotations

import pytest

from reporting.danger import LOOKED_AT, danger_cues

RINGS = [
    "he has a knife and is outside my door now",
    "He came back today and has a knife, he is outside now",
    "She came to my house today with a knife. I am scared. He is still here",
    "they are setting fire to the mosque",
    "he says he will kill me tonight",
    "He’s got a knife. He is outside my house.",
    "There is a man with a machete in the synagogue",
    "a man is standing outside with a knife right now",
    "Someone is breaking into my flat please help",
    "they are trying to break down the door",
    "my ex is threatening to kill me",
    "I'm in danger",
    "We are in immediate danger, please send police now",
    "He said he is going to kill me tonight",
    "They say they are going to bomb the mosque on Friday",
    "they are going to burn down the synagogue",
    "the mosque is on fire",
    "a gang is chasing my son right now",
    "last week he hit me and now he is outside my door with a hammer",
    "I am going to kill myself",
    "someone just stabbed my brother",
    "they're pouring petrol through the letterbox",
    "my neighbor is at my door now with a bat screaming go home. he is kicking the door",
    "there is a bomb in the church",
    "he texted saying he will stab me",
    "kids r throwing stones at us right now we are in the shop",
    "my daughter is missing",
    "he is being attacked outside the gurdwara",
    "ma nóż i stoi pod drzwiami",
    "I cannot sleep he says he will kill me tonight",
    "I can't breathe please",
    "she is hiding upstairs right now he is kicking the door",
    "now he come to my door with knife",
    "Elinde bıçak var, şu anda kapıda",
    "they are setting\nfire to the mosque",
    "He pointed a gun at us outside the temple, we are inside now",
    "He pointed a gun at us outside the temple just now",
    "He is pointing a gun at us",
    "They poured petrol through our letterbox, we are inside now",
    "They have just poured petrol through the door. We are hiding upstairs",
    "He pulled a knife on me and he is still outside",
    "They are trying to break my door down now.",
    "He is coming back tonight with his mates to burn us out, he said.",
    "He is outside my flat right now with a bat.",
    "A man with an iron bar is in my garden right now shouting at us",
    "He held a knife to my throat and he is still standing across the road",
    "He's outside the hostel now with a petrol can",
    "Male with machete at the takeaway. Line open, all units",
    "Men are kicking the door of our shop, please hurry",
    "We are shut in the kitchen and they have a crowbar. Send someone",
    "Smoke is coming under the door and there are children inside",
    "They are smashing the windows and we are hiding under the tables",
    "Caller is being followed by two men, whispering",
    "Il est devant ma porte avec un couteau, vite",
    "Il y a un homme avec un couteau devant ma porte, venez vite",
    "Il y a deux hommes avec une machette devant ma porte, vite",
    "Há dois homens lá fora com facas, tem uma arma, mandem alguém agora",
    "עומד לפני הבית עם סכין, מהר",
    "Az önce geldi, elinde bıçak var, kapıda bekliyor",
    "Er hat ein Messer und steht jetzt vor der Tür",
    "Está fuera con un cuchillo, manden a alguien",
    "لا يزال واقفا أمام البيت ومعه سكين",
    "У него нож, он сейчас за дверью",
    "快来人，他拿着刀在门口",
    "Ratunku! Oni wyważają drzwi, mają noże.",
    "Pomocy, on mnie teraz bije.",
    "أنا مختبئة في الحمام وهو يكسر الباب ومعه سكين",
    "Tres hombres en la puerta con un bate, dicen que nos van a quemar.",
    "Au secours, ils cassent la porte.",
    "İmdat, kapıya vuruyorlar, ellerinde sopalarla bekliyorlar.",
    "hes got a knife in my kitchen",
    "Two men are hitting a woman in a hijab at the bus stop.",
    "he's holding her by the throat",
    "I have lined up all my tablets on the table and written a letter to my mum.",
    "I have decided what to do tonight.",
    "im going to end it tonight",
]
SILENT = [
    "He came to my house today with a knife. I am scared.",
    "He came last week with a knife. He is still here",
    "She came with no knife. He is still here.",
    "He pointed a gun at us outside the temple",
    "They poured petrol through our letterbox",
    "They poured petrol through our letterbox last night and we are inside now",
    "In 2019 they poured petrol through our letterbox. Now we have a camera",
    "He pointed a gun at me last year and now I am scared",
    "He pointed a gun at us. He is now in prison",
    "He pointed a gun at us. We are safe inside now",
    "He pointed a toy gun at us just now",
    "He poured petrol on his lawnmower, we are inside now",
    "",
    "a man shouted go home last week",
    "He had a knife and chased me down the street last year",
    "In 2015 a man with a gun threatened us",
    "He said he would kill me",
    "Last night he said he will kill me next time",
    "I am not in danger now",
    "No one is in danger",
    "Is anyone in danger? no",
    "They threw stones at the mosque on Friday",
    "The mosque was set on fire years ago",
    "He has a knife tattoo on his neck",
    "someone wrote death to muslims on the wall",
    "It made me want to kill myself",
    "they are throwing eggs at our windows every night",
    "People are attacking me on facebook",
    "I was stabbed last month and now I am scared to go out",
    "He was arrested and nobody is bleeding now",
    "I'm now living in another town",
    "My son is missing school because of bullying",
    "I could kill him, he was so rude",
    "my bike was stolen outside the mosque",
    "He told me to go home and now I am afraid to leave the house",
    "this is killing me",
    "The chef has a knife in the kitchen",
    "he is in danger of losing his job",
    "The man was shouting and had a bottle; he is now gone",
    "my phone is burning hot",
    "Help me understand what happens now please",
    "She is with the police now",
    "They were setting fire to bins last summer",
    "He always says he will kill us",
    "I was attacked by a man with a knife and now I am scared to go out.",
    "A man with a knife chased me. I am home now",
    "he has no knife now",
    "They followed me home and now I can't sleep",
    "A man threatened to kill me today on the bus",
    "I don't think he is in danger now",
    "he has a toy gun now",
    "The council is not listening. please help me",
    "They were kicking the door of our shop and ran off. Please hurry with the letter",
    "He had a bat with him last week. Please send somebody to talk to me",
    "We were hiding in the kitchen until they left. Please send a letter",
    "People were locked out of the hall. Hurry up and answer",
    "They are burning a candle in the window",
    "My boiler is smoking and I smell gas from the council's indifference",
    "The bus was surrounded by traffic and they are building a road",
    "Hier il était devant ma porte avec un couteau, je veux une réponse vite",
    "Gestern hatte er ein Messer. Jetzt habe ich Angst",
    "Il y a deux semaines il avait un couteau, répondez vite",
    "לפני שבוע בא מישהו עם סכין, תענו מהר",
    "Una settimana fa è venuto con un coltello, rispondete presto",
    "İki gün önce elinde bıçak vardı, çabuk cevap verin",
    "We met on Tuesday, I invited him",
    "It's killing me having to write all this out again.",
    "She's killing the mood of the whole place.",
    "They are kicking a football against my door again, every afternoon.",
    "I decided what to cook for dinner tonight.",
    "Nikt mi nie pomógł. W zeszłym tygodniu mnie bije.",
]


@pytest.mark.parametrize("words", RINGS)
def test_danger_that_is_now_or_about_to_be_rings(words: str) -> None:
    assert danger_cues(words)


@pytest.mark.parametrize("words", SILENT)
def test_what_is_past_denied_a_habit_or_a_figure_of_speech_does_not_ring(words: str) -> None:
    assert danger_cues(words) == []


def test_cues_point_at_the_words_as_they_were_given() -> None:
    text = "\ud800 İİ ’tis true. He’s got a knife and he is outside my door now"
    [(start, end, cue)] = danger_cues(text)
    assert (text[start:end], cue) == ("He’s got a knife", "weapon")


@pytest.mark.parametrize(
    "text",
    ["he is " * 40_000, "he's" * 60_000, "\n" * 300_000, "." * 300_000, "with a " * 40_000, "\x00" * 300_000],
    ids=range(6),
)
def test_any_text_is_answered(text: str) -> None:
    assert danger_cues(text) == []


def test_only_the_first_part_of_a_very_long_text_is_looked_at() -> None:
    assert danger_cues("a" * LOOKED_AT + " he says he will kill me tonight") == []
