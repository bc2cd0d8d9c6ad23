-- Workers that ask for no priority get the oldest tasks first, without a look at all that wait.
CREATE INDEX external_task_waiting ON external_task (topic, lock_expiration, id)
  WHERE lock_expiration IS NULL AND suspended = 0 AND (retries IS NULL OR retries > 0);
