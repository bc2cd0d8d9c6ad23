-- Batches: an operation on many things, cut into jobs. What the batch is made of waits in chunks, one
-- for each run of its seed job, so that a run reads and deletes one row however large the batch is.
-- A job of a batch may name the process instance that it works on, though it does not belong to it
-- and may outlive it, so jobs refer to no instance any more.

CREATE TABLE batch (
  id TEXT NOT NULL PRIMARY KEY,
  type TEXT,
  seed_job_definition_id TEXT,
  monitor_job_definition_id TEXT,
  batch_job_definition_id TEXT,
  tenant_id TEXT,
  create_user_id TEXT,
  configuration TEXT,
  total_jobs INTEGER NOT NULL,
  jobs_created INTEGER NOT NULL,
  jobs_per_seed INTEGER NOT NULL,
  invocations_per_job INTEGER NOT NULL,
  start_time INTEGER NOT NULL,
  execution_start_time INTEGER,
  suspended INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE batch_chunk (
  id TEXT NOT NULL PRIMARY KEY,
  batch_id TEXT,
  deployment_id TEXT,
  ids TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX batch_chunk_batch ON batch_chunk (batch_id);

CREATE TABLE hi_batch (
  id TEXT NOT NULL PRIMARY KEY,
  type TEXT,
  seed_job_definition_id TEXT,
  monitor_job_definition_id TEXT,
  batch_job_definition_id TEXT,
  tenant_id TEXT,
  create_user_id TEXT,
  total_jobs INTEGER NOT NULL,
  jobs_per_seed INTEGER NOT NULL,
  invocations_per_job INTEGER NOT NULL,
  start_time INTEGER NOT NULL,
  execution_start_time INTEGER,
  end_time INTEGER,
  removal_time INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX hi_batch_removal ON hi_batch (removal_time) WHERE removal_time IS NOT NULL;

CREATE TABLE new_job (
  id TEXT NOT NULL PRIMARY KEY,
  type TEXT,
  handler TEXT,
  configuration TEXT,
  execution_id TEXT,
  process_instance_id TEXT,
  root_process_instance_id TEXT,
  process_definition_id TEXT,
  process_definition_key TEXT,
  activity_id TEXT,
  deployment_id TEXT,
  job_definition_id TEXT,
  batch_id TEXT,
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
INSERT INTO new_job SELECT id, type, handler, configuration, execution_id, process_instance_id,
  root_process_instance_id, process_definition_id, process_definition_key, activity_id,
  deployment_id, job_definition_id, NULL, tenant_id, lock_owner, exception_message,
  exception_stacktrace, failed_activity_id, repeat, last_failure_log_id, lock_expiration, due_date,
  create_time, retries, priority, sequence, exclusive, suspended FROM job;
DROP TABLE job;
ALTER TABLE new_job RENAME TO job;
CREATE INDEX job_process_instance ON job (process_instance_id);
CREATE INDEX job_due ON job (ifnull(due_date, 0)) WHERE suspended = 0 AND retries > 0;
-- A batch is done when no job of its definition is left.
CREATE INDEX job_batch ON job (job_definition_id, retries) WHERE batch_id IS NOT NULL;

ALTER TABLE variable ADD COLUMN batch_id TEXT;
CREATE INDEX variable_batch ON variable (batch_id) WHERE batch_id IS NOT NULL;
ALTER TABLE hi_job_log ADD COLUMN batch_id TEXT;
CREATE INDEX hi_job_log_batch ON hi_job_log (batch_id) WHERE batch_id IS NOT NULL;
CREATE INDEX hi_incident_log ON hi_incident (history_configuration)
  WHERE process_instance_id IS NULL AND history_configuration IS NOT NULL;
-- Incidents of jobs without an instance are found by the job.
CREATE INDEX incident_configuration ON incident (configuration) WHERE configuration IS NOT NULL;
-- A root instance that ends says when those it called are to be removed.
CREATE INDEX hi_process_instance_root ON hi_process_instance (root_process_instance_id)
  WHERE root_process_instance_id <> id;

-- What the engine counts of its own work, summed up by the quarter of an hour, and who worked on
-- tasks: a number made of the name, so that workers are counted but not named.
CREATE TABLE metric (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT,
  reporter TEXT,
  value INTEGER NOT NULL,
  time INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX metric_name ON metric (name, time);
CREATE TABLE task_meter (
  id TEXT NOT NULL PRIMARY KEY,
  worker INTEGER NOT NULL,
  time INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX task_meter_time ON task_meter (time, worker);

-- When this database was made, and by which version of the API.
CREATE TABLE schema_log (
  id TEXT NOT NULL PRIMARY KEY,
  version TEXT,
  time INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO schema_log VALUES
  ('0', '7.24.0', CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER));
