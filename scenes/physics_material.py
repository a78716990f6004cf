"""What things are made of, as far as physics goes. Bullet multiplies the friction and the restitution of the two that touch."""

from dataclasses import dataclass

from sim.errors import DeclarationError, unknown


@dataclass(frozen=True, kw_only=True)
class PhysicsMaterial:
    """density: kg/m3. friction: Coulomb. restitution: 0..1. rolling_friction: torque per normal force, m."""

    density: float
    friction: float
    restitution: float
    rolling_friction: float = 0.0


MATTER = {
    "wood": PhysicsMaterial(density=650, friction=0.7, restitution=0.4, rolling_friction=0.001),
    "rubber": PhysicsMaterial(density=1100, friction=1.0, restitution=0.8, rolling_friction=0.002),
    "ceramic": PhysicsMaterial(density=2300, friction=0.6, restitution=0.45, rolling_friction=0.001),
    "plastic": PhysicsMaterial(density=950, friction=0.6, restitution=0.6, rolling_friction=0.001),
    "steel": PhysicsMaterial(density=7800, friction=0.6, restitution=0.75, rolling_friction=0.0005),
    "stone": PhysicsMaterial(density=2500, friction=0.8, restitution=0.4, rolling_friction=0.001),
    "glass": PhysicsMaterial(density=2500, friction=0.5, restitution=0.7, rolling_friction=0.0005),
    "cardboard": PhysicsMaterial(density=150, friction=0.65, restitution=0.2, rolling_friction=0.002),
    "foam": PhysicsMaterial(density=40, friction=0.9, restitution=0.3, rolling_friction=0.004),
    "cloth": PhysicsMaterial(density=300, friction=0.9, restitution=0.1, rolling_friction=0.004),
    "ice": PhysicsMaterial(density=917, friction=0.05, restitution=0.3),
}


def physics_material_of(owner: str, matter: str | PhysicsMaterial) -> PhysicsMaterial:
    """The PhysicsMaterial of this name, or as it is given; DeclarationError naming the owner otherwise."""
    if isinstance(matter, PhysicsMaterial):
        return matter
    if not isinstance(matter, str):
        raise DeclarationError(f"{owner}: matter is {matter!r}; it must be a name, such as 'wood', or a PhysicsMaterial.")
    if matter not in MATTER:
        raise unknown("matter", matter, MATTER, owner)
    return MATTER[matter]
