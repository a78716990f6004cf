"""README's picture of people."""

from scenes.crowd import crowd
from scenes.people import GENDERS
from scenes.wardrobe import SKINS
from sim.character.body.garments import GARMENTS
from sim.scene.wardrobe import STYLES
from studio.pictures import people_picture


def test_the_crowd_has_all_that_people_may_be_and_wear() -> None:
    shots = crowd()
    who = [shot.scene.people[0] for shot in shots]
    assert len(who) == len({each.name for each in who}) == 16
    assert {garment for each in who for garment in each.clothes} == set(GARMENTS) and {each.hair for each in who} == set(STYLES)
    assert {shot.view.surfaces[f"{shot.name}.skin"].colour for shot in shots} == set(SKINS.values())
    assert {each.gender for each in who} == set(GENDERS.values())
    assert min(each.age for each in who) < 8 and max(each.age for each in who) > 80
    assert min(each.weight for each in who) < 0.3 and max(each.weight for each in who) > 0.9


def test_each_is_shown_whole_and_close_in_rows_of_four() -> None:
    made = people_picture(crowd()[:1], (16, 32), (24, 32))
    assert made.shape == (32, 4 * 40, 3) and (made[:, 40:] == 255).all() and made[:, 16:40].std() > 20
