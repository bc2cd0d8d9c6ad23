-- Deployed decisions (DMN), the graphs of decisions that require each other, and evaluations.

CREATE TABLE decision_requirements_definition (
  id TEXT NOT NULL PRIMARY KEY,
  key TEXT,
  name TEXT,
  category TEXT,
  deployment_id TEXT REFERENCES deployment (id),
  resource_name TEXT,
  diagram_name TEXT,
  tenant_id TEXT,
  version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX decision_requirements_definition_key
  ON decision_requirements_definition (key, tenant_id, version);
CREATE INDEX decision_requirements_definition_deployment
  ON decision_requirements_definition (deployment_id);

CREATE TABLE decision_definition (
  id TEXT NOT NULL PRIMARY KEY,
  key TEXT,
  name TEXT,
  category TEXT,
  deployment_id TEXT REFERENCES deployment (id),
  resource_name TEXT,
  diagram_name TEXT,
  tenant_id TEXT,
  version_tag TEXT,
  decision_requirements_definition_id TEXT REFERENCES decision_requirements_definition (id),
  decision_requirements_definition_key TEXT,
  version INTEGER NOT NULL,
  history_time_to_live INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX decision_definition_key ON decision_definition (key, tenant_id, version);
CREATE INDEX decision_definition_deployment ON decision_definition (deployment_id);
CREATE INDEX decision_definition_requirements
  ON decision_definition (decision_requirements_definition_id);

CREATE TABLE hi_decision_instance (
  id TEXT NOT NULL PRIMARY KEY,
  decision_definition_id TEXT,
  decision_definition_key TEXT,
  decision_definition_name TEXT,
  process_definition_key TEXT,
  process_definition_id TEXT,
  process_instance_id TEXT,
  root_process_instance_id TEXT,
  activity_id TEXT,
  activity_instance_id TEXT,
  user_id TEXT,
  tenant_id TEXT,
  root_decision_instance_id TEXT,
  decision_requirements_definition_id TEXT,
  decision_requirements_definition_key TEXT,
  value_type INTEGER NOT NULL,
  value_int INTEGER,
  value_real REAL,
  value_text TEXT,
  value_name TEXT,
  value_format TEXT,
  value_encoding TEXT,
  value_blob BLOB,
  evaluation_time INTEGER NOT NULL,
  removal_time INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX hi_decision_instance_definition ON hi_decision_instance (decision_definition_id);
CREATE INDEX hi_decision_instance_process_instance ON hi_decision_instance (process_instance_id)
  WHERE process_instance_id IS NOT NULL;
CREATE INDEX hi_decision_instance_root ON hi_decision_instance (root_decision_instance_id)
  WHERE root_decision_instance_id IS NOT NULL;
