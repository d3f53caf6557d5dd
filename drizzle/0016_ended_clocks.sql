-- What has ended has no clock any more; reopened, it begins anew.
DELETE FROM clocks c USING work_items i
WHERE i.workspace_id = c.workspace_id AND i.id = c.id AND i.ended AND c.state = 'idle';
