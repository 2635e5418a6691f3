//! errorbook for tower.
