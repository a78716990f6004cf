"""The Bullet physics engine. Only `client` imports PyBullet; `builder` puts bodies into a `world`, which is then stepped, and `colliders`
and `contact_points` translate what goes in and what comes out."""
