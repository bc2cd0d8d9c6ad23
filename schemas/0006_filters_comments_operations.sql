-- What people write: comments, attachments and filters, and the log of what they did.

CREATE TABLE hi_comment (
  id TEXT NOT NULL PRIMARY KEY,
  user_id TEXT,
  task_id TEXT,
  process_instance_id TEXT,
  root_process_instance_id TEXT,
  message TEXT,
  time INTEGER NOT NULL,
  removal_time INTEGER
) STRICT;
CREATE INDEX hi_comment_task ON hi_comment (task_id) WHERE task_id IS NOT NULL;
CREATE INDEX hi_comment_process_instance ON hi_comment (process_instance_id)
  WHERE process_instance_id IS NOT NULL;

CREATE TABLE hi_attachment (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT,
  description TEXT,
  type TEXT,
  url TEXT,
  task_id TEXT,
  process_instance_id TEXT,
  root_process_instance_id TEXT,
  create_time INTEGER NOT NULL,
  removal_time INTEGER
) STRICT;
CREATE INDEX hi_attachment_task ON hi_attachment (task_id) WHERE task_id IS NOT NULL;
CREATE INDEX hi_attachment_process_instance ON hi_attachment (process_instance_id)
  WHERE process_instance_id IS NOT NULL;

-- Content lies apart, so that lists of attachments do not read it.
CREATE TABLE hi_attachment_content (
  id TEXT NOT NULL PRIMARY KEY,
  bytes BLOB
) STRICT;

CREATE TABLE filter (
  id TEXT NOT NULL PRIMARY KEY,
  resource_type TEXT,
  name TEXT,
  owner TEXT,
  query TEXT,
  properties TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE hi_user_operation (
  id TEXT NOT NULL PRIMARY KEY,
  operation_id TEXT,
  operation_type TEXT,
  entity_type TEXT,
  category TEXT,
  user_id TEXT,
  annotation TEXT,
  property TEXT,
  org_value TEXT,
  new_value TEXT,
  deployment_id TEXT,
  process_definition_id TEXT,
  process_definition_key TEXT,
  process_instance_id TEXT,
  root_process_instance_id TEXT,
  execution_id TEXT,
  task_id TEXT,
  job_id TEXT,
  job_definition_id TEXT,
  batch_id TEXT,
  external_task_id TEXT,
  tenant_id TEXT,
  time INTEGER NOT NULL,
  removal_time INTEGER
) STRICT;
CREATE INDEX hi_user_operation_operation ON hi_user_operation (operation_id);
CREATE INDEX hi_user_operation_time ON hi_user_operation (time);
CREATE INDEX hi_user_operation_process_instance ON hi_user_operation (process_instance_id)
  WHERE process_instance_id IS NOT NULL;
