-- The case instance that a process instance was started for: text as given, cases are not there.
ALTER TABLE execution ADD COLUMN case_instance_id TEXT;
ALTER TABLE hi_process_instance ADD COLUMN case_instance_id TEXT;
