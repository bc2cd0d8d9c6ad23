-- History is written at its end. Rows in the order of their arrival, found by their id through an
-- index, touch fewer pages in each commit than rows in the order of ids, above all those of
-- activities, whose ids begin with the activity's name; theirs are found by the UUID at the end of
-- the id, which rises with time. The indices by time serve lists that show the latest first.

CREATE TABLE new_hi_process_instance (
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
) STRICT;
INSERT INTO new_hi_process_instance SELECT * FROM hi_process_instance ORDER BY id;
DROP TABLE hi_process_instance;
ALTER TABLE new_hi_process_instance RENAME TO hi_process_instance;
CREATE INDEX hi_process_instance_definition ON hi_process_instance (process_definition_key, start_time);
CREATE INDEX hi_process_instance_start ON hi_process_instance (start_time);
CREATE INDEX hi_process_instance_business_key ON hi_process_instance (business_key)
  WHERE business_key IS NOT NULL;
CREATE INDEX hi_process_instance_super ON hi_process_instance (super_process_instance_id)
  WHERE super_process_instance_id IS NOT NULL;
CREATE INDEX hi_process_instance_removal ON hi_process_instance (removal_time)
  WHERE removal_time IS NOT NULL;

CREATE TABLE new_hi_activity (
  id TEXT NOT NULL,
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
) STRICT;
INSERT INTO new_hi_activity SELECT * FROM hi_activity ORDER BY sequence;
DROP TABLE hi_activity;
ALTER TABLE new_hi_activity RENAME TO hi_activity;
CREATE UNIQUE INDEX hi_activity_id ON hi_activity (substr(id, -36));
CREATE INDEX hi_activity_process_instance ON hi_activity (process_instance_id);

CREATE TABLE new_hi_variable (
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
) STRICT;
INSERT INTO new_hi_variable SELECT * FROM hi_variable ORDER BY id;
DROP TABLE hi_variable;
ALTER TABLE new_hi_variable RENAME TO hi_variable;
CREATE INDEX hi_variable_process_instance ON hi_variable (process_instance_id);

CREATE TABLE new_hi_task (
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
) STRICT;
INSERT INTO new_hi_task SELECT * FROM hi_task ORDER BY id;
DROP TABLE hi_task;
ALTER TABLE new_hi_task RENAME TO hi_task;
CREATE INDEX hi_task_process_instance ON hi_task (process_instance_id);

CREATE TABLE new_hi_detail (
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
) STRICT;
INSERT INTO new_hi_detail SELECT * FROM hi_detail ORDER BY id;
DROP TABLE hi_detail;
ALTER TABLE new_hi_detail RENAME TO hi_detail;
CREATE INDEX hi_detail_process_instance ON hi_detail (process_instance_id);

CREATE TABLE new_hi_job_log (
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
) STRICT;
INSERT INTO new_hi_job_log SELECT * FROM hi_job_log ORDER BY id;
DROP TABLE hi_job_log;
ALTER TABLE new_hi_job_log RENAME TO hi_job_log;
CREATE INDEX hi_job_log_process_instance ON hi_job_log (process_instance_id);

CREATE TABLE new_hi_external_task_log (
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
) STRICT;
INSERT INTO new_hi_external_task_log SELECT * FROM hi_external_task_log ORDER BY id;
DROP TABLE hi_external_task_log;
ALTER TABLE new_hi_external_task_log RENAME TO hi_external_task_log;
CREATE INDEX hi_external_task_log_process_instance ON hi_external_task_log (process_instance_id);

CREATE INDEX task_create_time ON task (create_time);
