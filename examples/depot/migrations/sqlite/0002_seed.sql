-- A migration runs once in the life of a database, so only a fresh one is seeded.

INSERT INTO project (id, name, name_key, owner, budget_hours) VALUES
    (1, 'Alpha', 'alpha', 'jana', 120),
    (2, 'Beta', 'beta', 'karel', NULL);

INSERT INTO part (id, name, serial, quantity) VALUES
    (1, 'Fuse 10A', 'F-10A', 25),
    (2, 'Relay', 'R-1', 0);

INSERT INTO work_order (id, name, starts, ends) VALUES
    (1, 'Replace the fuse', '2026-01-05T08:00:00Z', '2026-01-05T09:00:00Z');

INSERT INTO work_order_part (work_order_id, position, part_id, quantity) VALUES (1, 0, 1, 1);
