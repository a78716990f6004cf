"""A scene is acted out here: declarations go in, a Trajectory comes out, and a story says who did what, when and why.

Read from the bottom up; each folder uses only those above it in this list:

- `math`: quaternions, boxes, the joints of a limb.
- `scene`: what can be declared: objects, people, actions, when.
- `geometry`: shapes as triangles and as convex pieces.
- `physics`: the Bullet engine (`physics/bullet`), contacts, bodies that are moved by hand, liquids.
- `character`: people: bodies, what they wear, how they move, what they can do.
- `execution`: `engine.simulate`, which steps physics and people, and starts what is due.
- `story`: what happened, told from a Trajectory: ledger, events, causes, claims.

Where to add something: another verb, such as climbing a ladder, is a file in `character/behaviours`; another garment, such as a scarf, is a
file in `character/body/garments`; another shape is in `scene/shapes.py`. A shot of the library is a file in `scenes/shots`.

Declaring a shot comes through most of these files and needs neither SciPy nor scikit-image, which take longer to load than all else: write
`import scipy`, then `scipy.spatial.ConvexHull(...)`, which loads `scipy.spatial` when that first runs, not `from scipy.spatial import ...`.
"""
