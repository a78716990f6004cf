"""The world in Bullet."""
