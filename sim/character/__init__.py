"""People: what they look like, how they move, and what they can do.

- `behaviours`: what they can do, one verb a file (`walk_to`, `pick_up`, `say`). To add a verb, add a file with its VERB.
- `body/garments`: what they can wear, one garment a file (`coat`, `scarf`, `glasses`). To add a garment, add a file with its GARMENT.
- `body`: skin, bones, hair and clothes of somebody, made from their age, height and build.
- `motion`: steps, gestures, gaze and faces over time. `planning`: where to stand and which way to go. `skills`: what verbs share.
- `character.py`: one person at work; `posing.py` makes the pose of each frame. `surroundings.py`: what the world is to them.
- `controller.py`: all of them, frame by frame. `context.py`: what a verb may use of the world. `unable.py`: how a verb fails.
"""
