-- An instance that was started to repeat an ended one names it.
ALTER TABLE hi_process_instance ADD COLUMN restarted_process_instance_id TEXT;
