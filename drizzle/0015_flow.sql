-- Changes, one after the other, are the state: what a replay of the history makes, for whoever counts over it.
CREATE AGGREGATE public.merged(jsonb) (sfunc = jsonb_concat, stype = jsonb, parallel = safe);
