-- Users, groups and tenants, their memberships, and authorizations. The ids of users, groups and
-- tenants are the caller's own.
CREATE TABLE identity_user (
  id TEXT NOT NULL PRIMARY KEY,
  first_name TEXT,
  last_name TEXT,
  email TEXT,
  password TEXT,
  attempts INTEGER NOT NULL,
  lock_expiration INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE identity_group (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT,
  type TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE tenant (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE membership (
  id TEXT NOT NULL PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES identity_user (id),
  group_id TEXT NOT NULL REFERENCES identity_group (id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX membership_user ON membership (user_id, group_id);
CREATE INDEX membership_group ON membership (group_id);

CREATE TABLE tenant_membership (
  id TEXT NOT NULL PRIMARY KEY,
  tenant_id TEXT NOT NULL REFERENCES tenant (id),
  user_id TEXT REFERENCES identity_user (id),
  group_id TEXT REFERENCES identity_group (id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX tenant_membership_user ON tenant_membership (user_id, tenant_id)
  WHERE user_id IS NOT NULL;
CREATE UNIQUE INDEX tenant_membership_group ON tenant_membership (group_id, tenant_id)
  WHERE group_id IS NOT NULL;
CREATE INDEX tenant_membership_tenant ON tenant_membership (tenant_id);

-- What is granted to or revoked from whom, for one resource of a type or for all of them ('*').
-- Instances and tasks may be gone before what was said about them, so there are no foreign keys.
CREATE TABLE authorization (
  id TEXT NOT NULL PRIMARY KEY,
  user_id TEXT,
  group_id TEXT,
  resource_id TEXT,
  type INTEGER NOT NULL,
  resource_type INTEGER NOT NULL,
  permissions INTEGER NOT NULL,
  root_process_instance_id TEXT,
  removal_time INTEGER
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX authorization_user
  ON authorization (user_id, resource_type, resource_id, type) WHERE user_id IS NOT NULL;
CREATE UNIQUE INDEX authorization_group
  ON authorization (group_id, resource_type, resource_id, type) WHERE group_id IS NOT NULL;
CREATE INDEX authorization_resource ON authorization (resource_type, resource_id);
CREATE INDEX authorization_root_instance ON authorization (root_process_instance_id)
  WHERE root_process_instance_id IS NOT NULL;
