-- The schema. A row struct of engine/state/rows.h is a table here, a field a column
-- (engine/store/tables.cpp). A change of it raises kSchemaVersion (engine/store/schema.h); a file of an
-- earlier version gets its tables anew, with what the columns of the same names held.
--
-- Missing texts are NULL; times are milliseconds since 1970 (UTC); flags are 0 and 1. Columns of ids
-- take ANY: those of this database are numbers, or numbers with a name (engine/store/connection.h). A
-- variable's value lies in value_*: its type (the number of ValueType in engine/model/value.h) and its
-- content in the column for it. Ids rise with time, so every table is kept in the order of its ids,
-- needs no rowid beside it, and is written at its end. Indices serve look-ups of the engine and lists
-- that would otherwise read a whole table; most are partial, so that rows without the column cost
-- nothing.

-- What the ids of this database end with (engine/base/ids.h).
CREATE TABLE id_mark (
  bits INTEGER NOT NULL
) STRICT;
INSERT INTO id_mark VALUES (random() & 0x3FFFFFFFFFFFFFFF);

-- ---- what is deployed ----
CREATE TABLE deployment (
  id ANY NOT NULL PRIMARY KEY,
  name TEXT,
  source TEXT,
  tenant_id ANY,
  deploy_time INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE resource (
  id ANY NOT NULL PRIMARY KEY,
  deployment_id ANY REFERENCES deployment (id),
  name TEXT,
  bytes BLOB
) STRICT, WITHOUT ROWID;
CREATE INDEX resource_deployment ON resource (deployment_id);

CREATE TABLE process_definition (
  id ANY NOT NULL PRIMARY KEY,
  key TEXT,
  name TEXT,
  category TEXT,
  description TEXT,
  deployment_id ANY REFERENCES deployment (id),
  resource_name TEXT,
  diagram_name TEXT,
  tenant_id ANY,
  version_tag TEXT,
  version INTEGER NOT NULL,
  suspended INTEGER NOT NULL,
  startable_in_tasklist INTEGER NOT NULL,
  has_start_form INTEGER NOT NULL,
  history_time_to_live INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX process_definition_key ON process_definition (key, tenant_id, version);
CREATE INDEX process_definition_deployment ON process_definition (deployment_id);

CREATE TABLE job_definition (
  id ANY NOT NULL PRIMARY KEY,
  process_definition_id ANY REFERENCES process_definition (id),
  process_definition_key TEXT,
  activity_id TEXT,
  job_type TEXT,
  configuration ANY,
  tenant_id ANY,
  deployment_id ANY,
  suspended INTEGER NOT NULL,
  overriding_priority INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX job_definition_process_definition ON job_definition (process_definition_id);

-- Deployed decisions (DMN), and the graphs of decisions that require each other.
CREATE TABLE decision_requirements_definition (
  id ANY NOT NULL PRIMARY KEY,
  key TEXT,
  name TEXT,
  category TEXT,
  deployment_id ANY REFERENCES deployment (id),
  resource_name TEXT,
  diagram_name TEXT,
  tenant_id ANY,
  version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX decision_requirements_definition_key
  ON decision_requirements_definition (key, tenant_id, version);
CREATE INDEX decision_requirements_definition_deployment
  ON decision_requirements_definition (deployment_id);

CREATE TABLE decision_definition (
  id ANY NOT NULL PRIMARY KEY,
  key TEXT,
  name TEXT,
  category TEXT,
  deployment_id ANY REFERENCES deployment (id),
  resource_name TEXT,
  diagram_name TEXT,
  tenant_id ANY,
  version_tag TEXT,
  decision_requirements_definition_id ANY REFERENCES decision_requirements_definition (id),
  decision_requirements_definition_key TEXT,
  version INTEGER NOT NULL,
  history_time_to_live INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX decision_definition_key ON decision_definition (key, tenant_id, version);
CREATE INDEX decision_definition_deployment ON decision_definition (deployment_id);
CREATE INDEX decision_definition_requirements
  ON decision_definition (decision_requirements_definition_id);

-- ---- what runs ----
CREATE TABLE execution (
  id ANY NOT NULL PRIMARY KEY,
  process_instance_id ANY,
  root_process_instance_id ANY,
  parent_id ANY,
  super_execution_id ANY,
  process_definition_id ANY,
  process_definition_key TEXT,
  business_key TEXT,
  tenant_id ANY,
  activity_id TEXT,
  activity_instance_id ANY,
  transition_id TEXT,
  active INTEGER NOT NULL,
  concurrent INTEGER NOT NULL,
  scope INTEGER NOT NULL,
  event_scope INTEGER NOT NULL,
  suspended INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  case_instance_id TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX execution_process_instance ON execution (process_instance_id);
CREATE INDEX execution_super ON execution (super_execution_id)
  WHERE super_execution_id IS NOT NULL;
-- parent_id is in it so that counting instances reads nothing but the index.
CREATE INDEX execution_definition ON execution (process_definition_id, parent_id)
  WHERE parent_id IS NULL;
CREATE INDEX execution_business_key ON execution (business_key)
  WHERE business_key IS NOT NULL;

CREATE TABLE variable (
  id ANY NOT NULL PRIMARY KEY,
  name TEXT,
  value_type INTEGER NOT NULL,
  value_int INTEGER,
  value_real REAL,
  value_text TEXT,
  value_name TEXT,
  value_format TEXT,
  value_encoding TEXT,
  value_blob BLOB,
  execution_id ANY,
  process_instance_id ANY REFERENCES execution (id),
  process_definition_id ANY,
  task_id ANY,
  tenant_id ANY,
  scope_id ANY,
  activity_instance_id ANY,
  concurrent_local INTEGER NOT NULL,
  batch_id ANY
) STRICT, WITHOUT ROWID;
CREATE INDEX variable_process_instance ON variable (process_instance_id);
CREATE INDEX variable_task ON variable (task_id)
  WHERE task_id IS NOT NULL;
CREATE INDEX variable_batch ON variable (batch_id)
  WHERE batch_id IS NOT NULL;

CREATE TABLE task (
  id ANY NOT NULL PRIMARY KEY,
  name TEXT,
  description TEXT,
  owner TEXT,
  assignee TEXT,
  delegation_state TEXT,
  parent_task_id ANY,
  execution_id ANY,
  process_instance_id ANY REFERENCES execution (id),
  process_definition_id ANY,
  task_definition_key TEXT,
  case_instance_id TEXT,
  tenant_id ANY,
  activity_instance_id ANY,
  task_state TEXT,
  priority INTEGER NOT NULL,
  create_time INTEGER NOT NULL,
  due_date INTEGER,
  follow_up_date INTEGER,
  last_updated INTEGER,
  suspended INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX task_process_instance ON task (process_instance_id);
CREATE INDEX task_assignee ON task (assignee)
  WHERE assignee IS NOT NULL;
CREATE INDEX task_parent ON task (parent_task_id)
  WHERE parent_task_id IS NOT NULL;
CREATE INDEX task_create_time ON task (create_time);

CREATE TABLE identity_link (
  id ANY NOT NULL PRIMARY KEY,
  type TEXT,
  user_id ANY,
  group_id ANY,
  task_id ANY,
  process_definition_id ANY,
  tenant_id ANY,
  process_instance_id ANY REFERENCES execution (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX identity_link_process_instance ON identity_link (process_instance_id)
  WHERE process_instance_id IS NOT NULL;
CREATE INDEX identity_link_task ON identity_link (task_id)
  WHERE task_id IS NOT NULL;
CREATE INDEX identity_link_group ON identity_link (group_id)
  WHERE group_id IS NOT NULL;
CREATE INDEX identity_link_user ON identity_link (user_id)
  WHERE user_id IS NOT NULL;

CREATE TABLE external_task (
  id ANY NOT NULL PRIMARY KEY,
  topic TEXT,
  worker_id TEXT,
  error_message TEXT,
  error_details TEXT,
  execution_id ANY,
  process_instance_id ANY REFERENCES execution (id),
  process_definition_id ANY,
  process_definition_key TEXT,
  activity_id TEXT,
  activity_instance_id ANY,
  tenant_id ANY,
  business_key TEXT,
  last_failure_log_id ANY,
  retries INTEGER,
  lock_expiration INTEGER,
  create_time INTEGER,
  priority INTEGER NOT NULL,
  suspended INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX external_task_process_instance ON external_task (process_instance_id);
CREATE INDEX external_task_fetch ON external_task (topic, lock_expiration, priority DESC)
  WHERE suspended = 0 AND (retries IS NULL OR retries > 0);
-- Workers that ask for no priority get the oldest tasks first, without a look at all that wait.
CREATE INDEX external_task_waiting ON external_task (topic, lock_expiration, id)
  WHERE lock_expiration IS NULL AND suspended = 0 AND (retries IS NULL OR retries > 0);

-- A job of a batch may name the process instance that it works on, though it does not belong to it
-- and may outlive it, so jobs refer to no instance.
CREATE TABLE job (
  id ANY NOT NULL PRIMARY KEY,
  type TEXT,
  handler TEXT,
  configuration ANY,
  execution_id ANY,
  process_instance_id ANY,
  root_process_instance_id ANY,
  process_definition_id ANY,
  process_definition_key TEXT,
  activity_id TEXT,
  deployment_id ANY,
  job_definition_id ANY,
  batch_id ANY,
  tenant_id ANY,
  lock_owner TEXT,
  exception_message TEXT,
  exception_stacktrace TEXT,
  failed_activity_id TEXT,
  repeat TEXT,
  last_failure_log_id ANY,
  lock_expiration INTEGER,
  due_date INTEGER,
  create_time INTEGER NOT NULL,
  retries INTEGER NOT NULL,
  priority INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  exclusive INTEGER NOT NULL,
  suspended INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX job_process_instance ON job (process_instance_id);
CREATE INDEX job_due ON job (ifnull(due_date, 0))
  WHERE suspended = 0 AND retries > 0;
-- A batch is done when no job of its definition is left.
CREATE INDEX job_batch ON job (job_definition_id, retries)
  WHERE batch_id IS NOT NULL;

CREATE TABLE event_subscription (
  id ANY NOT NULL PRIMARY KEY,
  event_type TEXT,
  event_name TEXT,
  execution_id ANY,
  process_instance_id ANY REFERENCES execution (id),
  activity_id TEXT,
  tenant_id ANY,
  process_definition_id ANY,
  configuration ANY,
  created INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX event_subscription_process_instance ON event_subscription (process_instance_id);
CREATE INDEX event_subscription_event ON event_subscription (event_name, event_type);
CREATE INDEX event_subscription_start ON event_subscription (event_name, event_type)
  WHERE process_instance_id IS NULL;

CREATE TABLE incident (
  id ANY NOT NULL PRIMARY KEY,
  type TEXT,
  message TEXT,
  execution_id ANY,
  activity_id TEXT,
  failed_activity_id TEXT,
  process_instance_id ANY REFERENCES execution (id),
  process_definition_id ANY,
  process_definition_key TEXT,
  cause_incident_id ANY,
  root_cause_incident_id ANY,
  configuration ANY,
  tenant_id ANY,
  job_definition_id ANY,
  annotation TEXT,
  history_configuration ANY,
  created INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX incident_process_instance ON incident (process_instance_id);
CREATE INDEX incident_cause ON incident (cause_incident_id)
  WHERE cause_incident_id IS NOT NULL;
-- Incidents of jobs without an instance are found by the job.
CREATE INDEX incident_configuration ON incident (configuration)
  WHERE configuration IS NOT NULL;

-- Batches: an operation on many things, cut into jobs. What the batch is made of waits in chunks, one
-- for each run of its seed job, so that a run reads and deletes one row however large the batch is.
CREATE TABLE batch (
  id ANY NOT NULL PRIMARY KEY,
  type TEXT,
  seed_job_definition_id ANY,
  monitor_job_definition_id ANY,
  batch_job_definition_id ANY,
  tenant_id ANY,
  create_user_id ANY,
  configuration ANY,
  total_jobs INTEGER NOT NULL,
  jobs_created INTEGER NOT NULL,
  jobs_per_seed INTEGER NOT NULL,
  invocations_per_job INTEGER NOT NULL,
  start_time INTEGER NOT NULL,
  execution_start_time INTEGER,
  suspended INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE batch_chunk (
  id ANY NOT NULL PRIMARY KEY,
  batch_id ANY,
  deployment_id ANY,
  ids TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX batch_chunk_batch ON batch_chunk (batch_id);

CREATE TABLE filter (
  id ANY NOT NULL PRIMARY KEY,
  resource_type TEXT,
  name TEXT,
  owner TEXT,
  query TEXT,
  properties TEXT
) STRICT, WITHOUT ROWID;

-- ---- history ----
CREATE TABLE hi_process_instance (
  id ANY NOT NULL PRIMARY KEY,
  business_key TEXT,
  process_definition_id ANY,
  process_definition_key TEXT,
  process_definition_name TEXT,
  start_user_id ANY,
  start_activity_id TEXT,
  end_activity_id TEXT,
  delete_reason TEXT,
  super_process_instance_id ANY,
  root_process_instance_id ANY,
  tenant_id ANY,
  state TEXT,
  process_definition_version INTEGER NOT NULL,
  start_time INTEGER NOT NULL,
  end_time INTEGER,
  removal_time INTEGER,
  restarted_process_instance_id ANY,
  case_instance_id TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX hi_process_instance_definition
  ON hi_process_instance (process_definition_key, start_time);
-- For lists that show the latest first.
CREATE INDEX hi_process_instance_start ON hi_process_instance (start_time);
CREATE INDEX hi_process_instance_business_key ON hi_process_instance (business_key)
  WHERE business_key IS NOT NULL;
CREATE INDEX hi_process_instance_super ON hi_process_instance (super_process_instance_id)
  WHERE super_process_instance_id IS NOT NULL;
CREATE INDEX hi_process_instance_removal ON hi_process_instance (removal_time)
  WHERE removal_time IS NOT NULL;
-- A root instance that ends says when those it called are to be removed.
CREATE INDEX hi_process_instance_root ON hi_process_instance (root_process_instance_id)
  WHERE root_process_instance_id <> id;

CREATE TABLE hi_activity (
  id ANY NOT NULL PRIMARY KEY,
  parent_activity_instance_id ANY,
  activity_id TEXT,
  activity_name TEXT,
  activity_type TEXT,
  process_definition_key TEXT,
  process_definition_id ANY,
  process_instance_id ANY,
  execution_id ANY,
  task_id ANY,
  assignee TEXT,
  called_process_instance_id ANY,
  root_process_instance_id ANY,
  tenant_id ANY,
  start_time INTEGER NOT NULL,
  end_time INTEGER,
  removal_time INTEGER,
  state INTEGER NOT NULL,
  sequence INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX hi_activity_process_instance ON hi_activity (process_instance_id);

CREATE TABLE hi_variable (
  id ANY NOT NULL PRIMARY KEY,
  name TEXT,
  value_type INTEGER NOT NULL,
  value_int INTEGER,
  value_real REAL,
  value_text TEXT,
  value_name TEXT,
  value_format TEXT,
  value_encoding TEXT,
  value_blob BLOB,
  process_definition_key TEXT,
  process_definition_id ANY,
  process_instance_id ANY,
  execution_id ANY,
  activity_instance_id ANY,
  task_id ANY,
  root_process_instance_id ANY,
  tenant_id ANY,
  state TEXT,
  create_time INTEGER NOT NULL,
  removal_time INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX hi_variable_process_instance ON hi_variable (process_instance_id);

CREATE TABLE hi_task (
  id ANY NOT NULL PRIMARY KEY,
  name TEXT,
  description TEXT,
  owner TEXT,
  assignee TEXT,
  parent_task_id ANY,
  task_definition_key TEXT,
  delete_reason TEXT,
  process_definition_key TEXT,
  process_definition_id ANY,
  process_instance_id ANY,
  execution_id ANY,
  activity_instance_id ANY,
  root_process_instance_id ANY,
  tenant_id ANY,
  task_state TEXT,
  priority INTEGER NOT NULL,
  start_time INTEGER NOT NULL,
  end_time INTEGER,
  due_date INTEGER,
  follow_up_date INTEGER,
  removal_time INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX hi_task_process_instance ON hi_task (process_instance_id);

CREATE TABLE hi_detail (
  id ANY NOT NULL PRIMARY KEY,
  type TEXT,
  name TEXT,
  value_type INTEGER NOT NULL,
  value_int INTEGER,
  value_real REAL,
  value_text TEXT,
  value_name TEXT,
  value_format TEXT,
  value_encoding TEXT,
  value_blob BLOB,
  variable_instance_id ANY,
  process_definition_key TEXT,
  process_definition_id ANY,
  process_instance_id ANY,
  execution_id ANY,
  activity_instance_id ANY,
  task_id ANY,
  user_operation_id ANY,
  root_process_instance_id ANY,
  tenant_id ANY,
  time INTEGER NOT NULL,
  removal_time INTEGER,
  revision INTEGER NOT NULL,
  initial INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX hi_detail_process_instance ON hi_detail (process_instance_id);

CREATE TABLE hi_incident (
  id ANY NOT NULL PRIMARY KEY,
  type TEXT,
  message TEXT,
  execution_id ANY,
  activity_id TEXT,
  failed_activity_id TEXT,
  process_instance_id ANY,
  process_definition_id ANY,
  process_definition_key TEXT,
  root_process_instance_id ANY,
  cause_incident_id ANY,
  root_cause_incident_id ANY,
  configuration ANY,
  history_configuration ANY,
  tenant_id ANY,
  job_definition_id ANY,
  annotation TEXT,
  create_time INTEGER NOT NULL,
  end_time INTEGER,
  removal_time INTEGER,
  state INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX hi_incident_process_instance ON hi_incident (process_instance_id);
CREATE INDEX hi_incident_log ON hi_incident (history_configuration)
  WHERE process_instance_id IS NULL AND history_configuration IS NOT NULL;

CREATE TABLE hi_identity_link (
  id ANY NOT NULL PRIMARY KEY,
  type TEXT,
  user_id ANY,
  group_id ANY,
  task_id ANY,
  process_definition_id ANY,
  process_definition_key TEXT,
  operation_type TEXT,
  assigner_id ANY,
  root_process_instance_id ANY,
  tenant_id ANY,
  time INTEGER NOT NULL,
  removal_time INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX hi_identity_link_task ON hi_identity_link (task_id)
  WHERE task_id IS NOT NULL;

CREATE TABLE hi_job_log (
  id ANY NOT NULL PRIMARY KEY,
  job_id ANY,
  job_type TEXT,
  handler TEXT,
  configuration ANY,
  job_definition_id ANY,
  activity_id TEXT,
  failed_activity_id TEXT,
  exception_message TEXT,
  exception_stacktrace TEXT,
  deployment_id ANY,
  process_definition_key TEXT,
  process_definition_id ANY,
  process_instance_id ANY,
  execution_id ANY,
  root_process_instance_id ANY,
  tenant_id ANY,
  hostname TEXT,
  time INTEGER NOT NULL,
  due_date INTEGER,
  removal_time INTEGER,
  retries INTEGER NOT NULL,
  priority INTEGER NOT NULL,
  state INTEGER NOT NULL,
  batch_id ANY
) STRICT, WITHOUT ROWID;
CREATE INDEX hi_job_log_process_instance ON hi_job_log (process_instance_id);
CREATE INDEX hi_job_log_batch ON hi_job_log (batch_id)
  WHERE batch_id IS NOT NULL;

CREATE TABLE hi_external_task_log (
  id ANY NOT NULL PRIMARY KEY,
  external_task_id ANY,
  topic TEXT,
  worker_id TEXT,
  error_message TEXT,
  error_details TEXT,
  activity_id TEXT,
  activity_instance_id ANY,
  process_definition_key TEXT,
  process_definition_id ANY,
  process_instance_id ANY,
  execution_id ANY,
  root_process_instance_id ANY,
  tenant_id ANY,
  time INTEGER NOT NULL,
  removal_time INTEGER,
  retries INTEGER,
  priority INTEGER NOT NULL,
  state INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX hi_external_task_log_process_instance ON hi_external_task_log (process_instance_id);

CREATE TABLE hi_decision_instance (
  id ANY NOT NULL PRIMARY KEY,
  decision_definition_id ANY,
  decision_definition_key TEXT,
  decision_definition_name TEXT,
  process_definition_key TEXT,
  process_definition_id ANY,
  process_instance_id ANY,
  root_process_instance_id ANY,
  activity_id TEXT,
  activity_instance_id ANY,
  user_id ANY,
  tenant_id ANY,
  root_decision_instance_id ANY,
  decision_requirements_definition_id ANY,
  decision_requirements_definition_key TEXT,
  value_type INTEGER NOT NULL,
  value_int INTEGER,
  value_real REAL,
  value_text TEXT,
  value_name TEXT,
  value_format TEXT,
  value_encoding TEXT,
  value_blob BLOB,
  inputs TEXT,   -- JSON: what the decision was evaluated with
  outputs TEXT,  -- JSON: what each rule gave
  evaluation_time INTEGER NOT NULL,
  removal_time INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX hi_decision_instance_definition ON hi_decision_instance (decision_definition_id);
CREATE INDEX hi_decision_instance_process_instance ON hi_decision_instance (process_instance_id)
  WHERE process_instance_id IS NOT NULL;
-- Of those that have one, a root instance that ends says when they are to be removed.
CREATE INDEX hi_decision_instance_root_process_instance
  ON hi_decision_instance (root_process_instance_id) WHERE root_process_instance_id IS NOT NULL;
CREATE INDEX hi_decision_instance_removal ON hi_decision_instance (removal_time)
  WHERE removal_time IS NOT NULL;
CREATE INDEX hi_decision_instance_root ON hi_decision_instance (root_decision_instance_id)
  WHERE root_decision_instance_id IS NOT NULL;

CREATE TABLE hi_batch (
  id ANY NOT NULL PRIMARY KEY,
  type TEXT,
  seed_job_definition_id ANY,
  monitor_job_definition_id ANY,
  batch_job_definition_id ANY,
  tenant_id ANY,
  create_user_id ANY,
  total_jobs INTEGER NOT NULL,
  jobs_per_seed INTEGER NOT NULL,
  invocations_per_job INTEGER NOT NULL,
  start_time INTEGER NOT NULL,
  execution_start_time INTEGER,
  end_time INTEGER,
  removal_time INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX hi_batch_removal ON hi_batch (removal_time)
  WHERE removal_time IS NOT NULL;

CREATE TABLE hi_comment (
  id ANY NOT NULL PRIMARY KEY,
  user_id ANY,
  task_id ANY,
  process_instance_id ANY,
  root_process_instance_id ANY,
  message TEXT,
  time INTEGER NOT NULL,
  removal_time INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX hi_comment_task ON hi_comment (task_id)
  WHERE task_id IS NOT NULL;
CREATE INDEX hi_comment_process_instance ON hi_comment (process_instance_id)
  WHERE process_instance_id IS NOT NULL;

CREATE TABLE hi_attachment (
  id ANY NOT NULL PRIMARY KEY,
  name TEXT,
  description TEXT,
  type TEXT,
  url TEXT,
  task_id ANY,
  process_instance_id ANY,
  root_process_instance_id ANY,
  create_time INTEGER NOT NULL,
  removal_time INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX hi_attachment_task ON hi_attachment (task_id)
  WHERE task_id IS NOT NULL;
CREATE INDEX hi_attachment_process_instance ON hi_attachment (process_instance_id)
  WHERE process_instance_id IS NOT NULL;

-- Content lies apart, so that lists of attachments do not read it.
CREATE TABLE hi_attachment_content (
  id ANY NOT NULL PRIMARY KEY,
  bytes BLOB
) STRICT, WITHOUT ROWID;

CREATE TABLE hi_user_operation (
  id ANY NOT NULL PRIMARY KEY,
  operation_id ANY,
  operation_type TEXT,
  entity_type TEXT,
  category TEXT,
  user_id ANY,
  annotation TEXT,
  property TEXT,
  org_value TEXT,
  new_value TEXT,
  deployment_id ANY,
  process_definition_id ANY,
  process_definition_key TEXT,
  process_instance_id ANY,
  root_process_instance_id ANY,
  execution_id ANY,
  task_id ANY,
  job_id ANY,
  job_definition_id ANY,
  batch_id ANY,
  external_task_id ANY,
  tenant_id ANY,
  time INTEGER NOT NULL,
  removal_time INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX hi_user_operation_operation ON hi_user_operation (operation_id);
CREATE INDEX hi_user_operation_time ON hi_user_operation (time);
CREATE INDEX hi_user_operation_process_instance ON hi_user_operation (process_instance_id)
  WHERE process_instance_id IS NOT NULL;

-- ---- who may do what ----
-- The ids of users, groups and tenants are the caller's own.
CREATE TABLE identity_user (
  id ANY NOT NULL PRIMARY KEY,
  first_name TEXT,
  last_name TEXT,
  email TEXT,
  password TEXT,
  attempts INTEGER NOT NULL,
  lock_expiration INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE identity_group (
  id ANY NOT NULL PRIMARY KEY,
  name TEXT,
  type TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE tenant (
  id ANY NOT NULL PRIMARY KEY,
  name TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE membership (
  id ANY NOT NULL PRIMARY KEY,
  user_id ANY NOT NULL REFERENCES identity_user (id),
  group_id ANY NOT NULL REFERENCES identity_group (id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX membership_user ON membership (user_id, group_id);
CREATE INDEX membership_group ON membership (group_id);

CREATE TABLE tenant_membership (
  id ANY NOT NULL PRIMARY KEY,
  tenant_id ANY NOT NULL REFERENCES tenant (id),
  user_id ANY REFERENCES identity_user (id),
  group_id ANY REFERENCES identity_group (id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX tenant_membership_user ON tenant_membership (user_id, tenant_id)
  WHERE user_id IS NOT NULL;
CREATE UNIQUE INDEX tenant_membership_group ON tenant_membership (group_id, tenant_id)
  WHERE group_id IS NOT NULL;
CREATE INDEX tenant_membership_tenant ON tenant_membership (tenant_id);

-- What is granted to or revoked from whom, for one resource of a type or for all of them ('*').
-- Instances and tasks may be gone before what was said about them, so there are no foreign keys.
CREATE TABLE authorization (
  id ANY NOT NULL PRIMARY KEY,
  user_id ANY,
  group_id ANY,
  resource_id ANY,
  type INTEGER NOT NULL,
  resource_type INTEGER NOT NULL,
  permissions INTEGER NOT NULL,
  root_process_instance_id ANY,
  removal_time INTEGER
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX authorization_user
  ON authorization (user_id, resource_type, resource_id, type)
  WHERE user_id IS NOT NULL;
CREATE UNIQUE INDEX authorization_group
  ON authorization (group_id, resource_type, resource_id, type)
  WHERE group_id IS NOT NULL;
CREATE INDEX authorization_resource ON authorization (resource_type, resource_id);
CREATE INDEX authorization_root_instance ON authorization (root_process_instance_id)
  WHERE root_process_instance_id IS NOT NULL;

-- ---- about the engine itself ----
-- What it counts of its own work, summed up by the quarter of an hour, and who worked on tasks: a
-- number made of the name, so that workers are counted but not named.
CREATE TABLE metric (
  id ANY NOT NULL PRIMARY KEY,
  name TEXT,
  reporter TEXT,
  value INTEGER NOT NULL,
  time INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX metric_name ON metric (name, time);

CREATE TABLE task_meter (
  id ANY NOT NULL PRIMARY KEY,
  worker INTEGER NOT NULL,
  time INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX task_meter_time ON task_meter (time, worker);

-- When this database was made, and by which version of the API.
CREATE TABLE schema_log (
  id ANY NOT NULL PRIMARY KEY,
  version TEXT,
  time INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO schema_log
  VALUES ('0', '7.24.0', CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER));
