-- The first schema. A row struct of engine/state/rows.h is a table here, a field a column
-- (engine/store/tables.cpp). Missing texts are NULL; times are milliseconds since 1970 (UTC);
-- flags are 0 and 1. A variable's value lies in value_*: its type (the number of ValueType in
-- engine/model/value.h) and its content in the column for it. Ids rise with time, so every table
-- is kept in the order of its ids and needs no rowid beside it. Indices serve look-ups of the
-- engine and lists that would otherwise read a whole table; most are partial, so that rows
-- without the column cost nothing.

CREATE TABLE deployment (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT,
  source TEXT,
  tenant_id TEXT,
  deploy_time INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE resource (
  id TEXT NOT NULL PRIMARY KEY,
  deployment_id TEXT REFERENCES deployment (id),
  name TEXT,
  bytes BLOB
) STRICT, WITHOUT ROWID;
CREATE INDEX resource_deployment ON resource (deployment_id);

CREATE TABLE process_definition (
  id TEXT NOT NULL PRIMARY KEY,
  key TEXT,
  name TEXT,
  category TEXT,
  description TEXT,
  deployment_id TEXT REFERENCES deployment (id),
  resource_name TEXT,
  diagram_name TEXT,
  tenant_id TEXT,
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
  id TEXT NOT NULL PRIMARY KEY,
  process_definition_id TEXT REFERENCES process_definition (id),
  process_definition_key TEXT,
  activity_id TEXT,
  job_type TEXT,
  configuration TEXT,
  tenant_id TEXT,
  deployment_id TEXT,
  suspended INTEGER NOT NULL,
  overriding_priority INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX job_definition_process_definition ON job_definition (process_definition_id);

CREATE TABLE execution (
  id TEXT NOT NULL PRIMARY KEY,
  process_instance_id TEXT,
  root_process_instance_id TEXT,
  parent_id TEXT,
  super_execution_id TEXT,
  process_definition_id TEXT,
  process_definition_key TEXT,
  business_key TEXT,
  tenant_id TEXT,
  activity_id TEXT,
  activity_instance_id TEXT,
  transition_id TEXT,
  active INTEGER NOT NULL,
  concurrent INTEGER NOT NULL,
  scope INTEGER NOT NULL,
  event_scope INTEGER NOT NULL,
  suspended INTEGER NOT NULL,
  sequence INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX execution_process_instance ON execution (process_instance_id);
CREATE INDEX execution_super ON execution (super_execution_id) WHERE super_execution_id IS NOT NULL;
-- parent_id is in it so that counting instances reads nothing but the index.
CREATE INDEX execution_definition ON execution (process_definition_id, parent_id)
  WHERE parent_id IS NULL;
CREATE INDEX execution_business_key ON execution (business_key) WHERE business_key IS NOT NULL;

CREATE TABLE variable (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT,
  value_type INTEGER NOT NULL,
  value_int INTEGER,
  value_real REAL,
  value_text TEXT,
  value_name TEXT,
  value_format TEXT,
  value_encoding TEXT,
  value_blob BLOB,
  execution_id TEXT,
  process_instance_id TEXT REFERENCES execution (id),
  process_definition_id TEXT,
  task_id TEXT,
  tenant_id TEXT,
  scope_id TEXT,
  activity_instance_id TEXT,
  concurrent_local INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX variable_process_instance ON variable (process_instance_id);
CREATE INDEX variable_task ON variable (task_id) WHERE task_id IS NOT NULL;

CREATE TABLE task (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT,
  description TEXT,
  owner TEXT,
  assignee TEXT,
  delegation_state TEXT,
  parent_task_id TEXT,
  execution_id TEXT,
  process_instance_id TEXT REFERENCES execution (id),
  process_definition_id TEXT,
  task_definition_key TEXT,
  case_instance_id TEXT,
  tenant_id TEXT,
  activity_instance_id TEXT,
  task_state TEXT,
  priority INTEGER NOT NULL,
  create_time INTEGER NOT NULL,
  due_date INTEGER,
  follow_up_date INTEGER,
  last_updated INTEGER,
  suspended INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX task_process_instance ON task (process_instance_id);
CREATE INDEX task_assignee ON task (assignee) WHERE assignee IS NOT NULL;
CREATE INDEX task_parent ON task (parent_task_id) WHERE parent_task_id IS NOT NULL;

CREATE TABLE identity_link (
  id TEXT NOT NULL PRIMARY KEY,
  type TEXT,
  user_id TEXT,
  group_id TEXT,
  task_id TEXT,
  process_definition_id TEXT,
  tenant_id TEXT,
  process_instance_id TEXT REFERENCES execution (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX identity_link_process_instance ON identity_link (process_instance_id)
  WHERE process_instance_id IS NOT NULL;
CREATE INDEX identity_link_task ON identity_link (task_id) WHERE task_id IS NOT NULL;
CREATE INDEX identity_link_group ON identity_link (group_id) WHERE group_id IS NOT NULL;
CREATE INDEX identity_link_user ON identity_link (user_id) WHERE user_id IS NOT NULL;

CREATE TABLE external_task (
  id TEXT NOT NULL PRIMARY KEY,
  topic TEXT,
  worker_id TEXT,
  error_message TEXT,
  error_details TEXT,
  execution_id TEXT,
  process_instance_id TEXT REFERENCES execution (id),
  process_definition_id TEXT,
  process_definition_key TEXT,
  activity_id TEXT,
  activity_instance_id TEXT,
  tenant_id TEXT,
  business_key TEXT,
  last_failure_log_id TEXT,
  retries INTEGER,
  lock_expiration INTEGER,
  create_time INTEGER,
  priority INTEGER NOT NULL,
  suspended INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX external_task_process_instance ON external_task (process_instance_id);
CREATE INDEX external_task_fetch ON external_task (topic, lock_expiration, priority DESC)
  WHERE suspended = 0 AND (retries IS NULL OR retries > 0);

CREATE TABLE job (
  id TEXT NOT NULL PRIMARY KEY,
  type TEXT,
  handler TEXT,
  configuration TEXT,
  execution_id TEXT,
  process_instance_id TEXT REFERENCES execution (id),
  root_process_instance_id TEXT,
  process_definition_id TEXT,
  process_definition_key TEXT,
  activity_id TEXT,
  deployment_id TEXT,
  job_definition_id TEXT,
  tenant_id TEXT,
  lock_owner TEXT,
  exception_message TEXT,
  exception_stacktrace TEXT,
  failed_activity_id TEXT,
  repeat TEXT,
  last_failure_log_id TEXT,
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
CREATE INDEX job_due ON job (ifnull(due_date, 0)) WHERE suspended = 0 AND retries > 0;

CREATE TABLE event_subscription (
  id TEXT NOT NULL PRIMARY KEY,
  event_type TEXT,
  event_name TEXT,
  execution_id TEXT,
  process_instance_id TEXT REFERENCES execution (id),
  activity_id TEXT,
  tenant_id TEXT,
  process_definition_id TEXT,
  configuration TEXT,
  created INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX event_subscription_process_instance ON event_subscription (process_instance_id);
CREATE INDEX event_subscription_event ON event_subscription (event_name, event_type);
CREATE INDEX event_subscription_start ON event_subscription (event_name, event_type)
  WHERE process_instance_id IS NULL;

CREATE TABLE incident (
  id TEXT NOT NULL PRIMARY KEY,
  type TEXT,
  message TEXT,
  execution_id TEXT,
  activity_id TEXT,
  failed_activity_id TEXT,
  process_instance_id TEXT REFERENCES execution (id),
  process_definition_id TEXT,
  process_definition_key TEXT,
  cause_incident_id TEXT,
  root_cause_incident_id TEXT,
  configuration TEXT,
  tenant_id TEXT,
  job_definition_id TEXT,
  annotation TEXT,
  history_configuration TEXT,
  created INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX incident_process_instance ON incident (process_instance_id);
CREATE INDEX incident_cause ON incident (cause_incident_id) WHERE cause_incident_id IS NOT NULL;

CREATE TABLE hi_process_instance (
  id TEXT NOT NULL PRIMARY KEY,
  business_key TEXT,
  process_definition_id TEXT,
  process_definition_key TEXT,
  process_definition_name TEXT,
  start_user_id TEXT,
  start_activity_id TEXT,
  end_activity_id TEXT,
  delete_reason TEXT,
  super_process_instance_id TEXT,
  root_process_instance_id TEXT,
  tenant_id TEXT,
  state TEXT,
  process_definition_version INTEGER NOT NULL,
  start_time INTEGER NOT NULL,
  end_time INTEGER,
  removal_time INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX hi_process_instance_definition ON hi_process_instance (process_definition_key);
CREATE INDEX hi_process_instance_business_key ON hi_process_instance (business_key)
  WHERE business_key IS NOT NULL;
CREATE INDEX hi_process_instance_super ON hi_process_instance (super_process_instance_id)
  WHERE super_process_instance_id IS NOT NULL;
CREATE INDEX hi_process_instance_removal ON hi_process_instance (removal_time)
  WHERE removal_time IS NOT NULL;

CREATE TABLE hi_activity (
  id TEXT NOT NULL PRIMARY KEY,
  parent_activity_instance_id TEXT,
  activity_id TEXT,
  activity_name TEXT,
  activity_type TEXT,
  process_definition_key TEXT,
  process_definition_id TEXT,
  process_instance_id TEXT,
  execution_id TEXT,
  task_id TEXT,
  assignee TEXT,
  called_process_instance_id TEXT,
  root_process_instance_id TEXT,
  tenant_id TEXT,
  start_time INTEGER NOT NULL,
  end_time INTEGER,
  removal_time INTEGER,
  state INTEGER NOT NULL,
  sequence INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX hi_activity_process_instance ON hi_activity (process_instance_id);

CREATE TABLE hi_variable (
  id TEXT NOT NULL PRIMARY KEY,
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
  process_definition_id TEXT,
  process_instance_id TEXT,
  execution_id TEXT,
  activity_instance_id TEXT,
  task_id TEXT,
  root_process_instance_id TEXT,
  tenant_id TEXT,
  state TEXT,
  create_time INTEGER NOT NULL,
  removal_time INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX hi_variable_process_instance ON hi_variable (process_instance_id);

CREATE TABLE hi_task (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT,
  description TEXT,
  owner TEXT,
  assignee TEXT,
  parent_task_id TEXT,
  task_definition_key TEXT,
  delete_reason TEXT,
  process_definition_key TEXT,
  process_definition_id TEXT,
  process_instance_id TEXT,
  execution_id TEXT,
  activity_instance_id TEXT,
  root_process_instance_id TEXT,
  tenant_id TEXT,
  task_state TEXT,
  priority INTEGER NOT NULL,
  start_time INTEGER NOT NULL,
  end_time INTEGER,
  due_date INTEGER,
  follow_up_date INTEGER,
  removal_time INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX hi_task_process_instance ON hi_task (process_instance_id);

CREATE TABLE hi_incident (
  id TEXT NOT NULL PRIMARY KEY,
  type TEXT,
  message TEXT,
  execution_id TEXT,
  activity_id TEXT,
  failed_activity_id TEXT,
  process_instance_id TEXT,
  process_definition_id TEXT,
  process_definition_key TEXT,
  root_process_instance_id TEXT,
  cause_incident_id TEXT,
  root_cause_incident_id TEXT,
  configuration TEXT,
  history_configuration TEXT,
  tenant_id TEXT,
  job_definition_id TEXT,
  annotation TEXT,
  create_time INTEGER NOT NULL,
  end_time INTEGER,
  removal_time INTEGER,
  state INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX hi_incident_process_instance ON hi_incident (process_instance_id);

CREATE TABLE hi_detail (
  id TEXT NOT NULL PRIMARY KEY,
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
  variable_instance_id TEXT,
  process_definition_key TEXT,
  process_definition_id TEXT,
  process_instance_id TEXT,
  execution_id TEXT,
  activity_instance_id TEXT,
  task_id TEXT,
  user_operation_id TEXT,
  root_process_instance_id TEXT,
  tenant_id TEXT,
  time INTEGER NOT NULL,
  removal_time INTEGER,
  revision INTEGER NOT NULL,
  initial INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX hi_detail_process_instance ON hi_detail (process_instance_id);

CREATE TABLE hi_job_log (
  id TEXT NOT NULL PRIMARY KEY,
  job_id TEXT,
  job_type TEXT,
  handler TEXT,
  configuration TEXT,
  job_definition_id TEXT,
  activity_id TEXT,
  failed_activity_id TEXT,
  exception_message TEXT,
  exception_stacktrace TEXT,
  deployment_id TEXT,
  process_definition_key TEXT,
  process_definition_id TEXT,
  process_instance_id TEXT,
  execution_id TEXT,
  root_process_instance_id TEXT,
  tenant_id TEXT,
  hostname TEXT,
  time INTEGER NOT NULL,
  due_date INTEGER,
  removal_time INTEGER,
  retries INTEGER NOT NULL,
  priority INTEGER NOT NULL,
  state INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX hi_job_log_process_instance ON hi_job_log (process_instance_id);

CREATE TABLE hi_external_task_log (
  id TEXT NOT NULL PRIMARY KEY,
  external_task_id TEXT,
  topic TEXT,
  worker_id TEXT,
  error_message TEXT,
  error_details TEXT,
  activity_id TEXT,
  activity_instance_id TEXT,
  process_definition_key TEXT,
  process_definition_id TEXT,
  process_instance_id TEXT,
  execution_id TEXT,
  root_process_instance_id TEXT,
  tenant_id TEXT,
  time INTEGER NOT NULL,
  removal_time INTEGER,
  retries INTEGER,
  priority INTEGER NOT NULL,
  state INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX hi_external_task_log_process_instance ON hi_external_task_log (process_instance_id);

CREATE TABLE hi_identity_link (
  id TEXT NOT NULL PRIMARY KEY,
  type TEXT,
  user_id TEXT,
  group_id TEXT,
  task_id TEXT,
  process_definition_id TEXT,
  process_definition_key TEXT,
  operation_type TEXT,
  assigner_id TEXT,
  root_process_instance_id TEXT,
  tenant_id TEXT,
  time INTEGER NOT NULL,
  removal_time INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX hi_identity_link_task ON hi_identity_link (task_id) WHERE task_id IS NOT NULL;
