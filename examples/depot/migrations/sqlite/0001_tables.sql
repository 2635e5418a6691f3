-- Every id is AUTOINCREMENT: one that was deleted never comes back as another object.

CREATE TABLE project (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    version      INTEGER NOT NULL DEFAULT 1,
    name         TEXT    NOT NULL,
    -- The name with its ASCII letters in lower case. COLLATE NOCASE would do but for a NUL, which JSON can carry and
    -- behind which it compares nothing.
    name_key     TEXT    NOT NULL UNIQUE,
    owner        TEXT    NOT NULL,
    budget_hours INTEGER
) STRICT;

CREATE TABLE part (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    concurrency INTEGER NOT NULL DEFAULT 1,
    name        TEXT    NOT NULL,
    serial      TEXT    UNIQUE,
    quantity    INTEGER NOT NULL CHECK (quantity >= 0)
) STRICT;

CREATE TABLE work_order (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    name            TEXT    NOT NULL,
    -- As given: an instant has many texts, and the client gets back its own.
    starts          TEXT    NOT NULL,
    ends            TEXT    NOT NULL,
    contracted_unit INTEGER
) STRICT;

CREATE TABLE work_order_part (
    work_order_id INTEGER NOT NULL REFERENCES work_order (id),
    position      INTEGER NOT NULL,
    part_id       INTEGER NOT NULL REFERENCES part (id),
    quantity      INTEGER NOT NULL CHECK (quantity >= 1),
    PRIMARY KEY (work_order_id, position)
) STRICT;

CREATE INDEX work_order_part_by_part ON work_order_part (part_id);

-- One row: the state in which the service was left.
CREATE TABLE server_state (
    id    INTEGER PRIMARY KEY CHECK (id = 1),
    state TEXT    NOT NULL CHECK (state IN ('open', 'closed', 'opsOnly', 'migrate'))
) STRICT;

INSERT INTO server_state (id, state) VALUES (1, 'open');
