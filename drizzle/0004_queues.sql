CREATE INDEX "workspaces_ahead" ON "workspaces" USING btree ("id") WHERE clock_offset <> 0;--> statement-breakpoint
-- The queues read and mark the rows of many workspaces at once. These functions go from workspace to workspace, so that
-- each statement still runs under the policy of one alone, in one round trip for all. They have the rights of who calls.
-- `groups` is an array of {workspace, ids}, with the marks of those ids to mark them.
--
-- Rows are found by their keys, however many their workspace has. Said as plain comparisons, their states would have the
-- planner prefer the small indexes of those states, which it believes to be empty and which hold all that went through.
CREATE FUNCTION read_inbox(groups json) RETURNS SETOF json LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE
	own record;
BEGIN
	FOR own IN SELECT * FROM json_to_recordset(groups) AS g (workspace text, ids uuid[]) LOOP
		PERFORM set_config('baton.workspace_id', own.workspace, true);
		RETURN QUERY SELECT to_json(i) FROM inbox i WHERE i.id = ANY (own.ids);
	END LOOP;
END $$;
--> statement-breakpoint
-- What was handled keeps its key and none of its words.
CREATE FUNCTION mark_inbox(groups json) RETURNS void LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE
	own record;
BEGIN
	FOR own IN SELECT * FROM json_to_recordset(groups) AS g (workspace text, ids uuid[], marks json) ORDER BY g.workspace LOOP
		PERFORM set_config('baton.workspace_id', own.workspace, true);
		UPDATE inbox i SET
			state = mark.state,
			lease_until = NULL,
			error = mark.error,
			attempts = coalesce(mark.attempts, i.attempts),
			due_at = coalesce(mark.due_at, i.due_at),
			intent = CASE WHEN mark.state = 'done' THEN NULL ELSE i.intent END
		FROM json_to_recordset(own.marks) AS mark (id uuid, state text, due_at timestamptz, attempts integer, error text)
		WHERE i.id = ANY (own.ids) AND i.id = mark.id AND CASE i.state WHEN 'working' THEN true END;
	END LOOP;
END $$;
--> statement-breakpoint
-- With each message, the installation where its person was last seen.
CREATE FUNCTION read_outbox(groups json) RETURNS SETOF json LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE
	own record;
BEGIN
	FOR own IN SELECT * FROM json_to_recordset(groups) AS g (workspace text, ids uuid[]) LOOP
		PERFORM set_config('baton.workspace_id', own.workspace, true);
		RETURN QUERY SELECT to_json(claimed) FROM (
			SELECT o.*, CASE WHEN o.destination->>'to' = 'person' THEN (
				SELECT json_build_object('platform', a.platform, 'scope', a.scope) FROM accounts a
				WHERE a.person_id = o.person_id ORDER BY a.last_used_at DESC NULLS LAST, a.platform, a.scope LIMIT 1
			) END AS installation
			FROM outbox o WHERE o.id = ANY (own.ids)
		) claimed;
	END LOOP;
END $$;
--> statement-breakpoint
-- A card that changed while it was sent is due again, and so is one that another process had sent by then, for what came
-- late may have overwritten what is newer. What was refused is said once more, elsewhere; what there is nothing left to
-- say of goes.
CREATE FUNCTION mark_outbox(groups json) RETURNS void LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE
	own record;
BEGIN
	FOR own IN
		SELECT * FROM json_to_recordset(groups) AS g (workspace text, ids uuid[], marks json, refused json, dropped uuid[])
		ORDER BY g.workspace
	LOOP
		PERFORM set_config('baton.workspace_id', own.workspace, true);
		IF own.refused IS NOT NULL THEN
			INSERT INTO outbox (workspace_id, id, dedupe_key, kind, record_id, person_id, destination, body, state, due_at, created_at)
			SELECT o.workspace_id, gen_random_uuid(), o.dedupe_key || ':fallback', o.kind, o.record_id, o.person_id,
				mark.fallback, o.body, 'pending', o.due_at, now()
			FROM json_to_recordset(own.refused) AS mark (id uuid, fallback jsonb)
				JOIN outbox o ON o.id = ANY (own.ids) AND o.id = mark.id AND CASE o.state WHEN 'sending' THEN true END
			ON CONFLICT (workspace_id, dedupe_key) DO NOTHING;
		END IF;
		IF own.dropped IS NOT NULL THEN
			DELETE FROM outbox o WHERE o.id = ANY (own.dropped) AND CASE o.state WHEN 'sending' THEN true END;
		END IF;
		UPDATE outbox o SET
			state = CASE
				WHEN mark.state = 'sent' AND (o.wanted_version > mark.version OR o.state = 'sent') THEN 'pending'
				ELSE mark.state
			END,
			lease_until = NULL,
			due_at = coalesce(mark.due_at, o.due_at),
			attempts = coalesce(mark.attempts, o.attempts),
			unsure = mark.state = 'unknown',
			unanswered = coalesce(mark.unanswered, o.unanswered),
			error = mark.error,
			sent_version = coalesce(mark.version, o.sent_version),
			sent_at = CASE WHEN mark.state = 'sent' THEN now() ELSE o.sent_at END,
			sent_platform = coalesce(mark.platform, o.sent_platform),
			sent_scope = coalesce(mark.scope, o.sent_scope),
			sent_channel = coalesce(mark.channel, o.sent_channel),
			sent_message = coalesce(mark.message, o.sent_message),
			sent_thread = coalesce(mark.thread, o.sent_thread)
		FROM json_to_recordset(own.marks) AS mark (
			id uuid, state text, version integer, due_at timestamptz, attempts integer, unanswered integer, error text,
			platform text, scope text, channel text, message text, thread text)
		WHERE o.id = ANY (own.ids) AND o.id = mark.id
			AND CASE o.state WHEN 'sending' THEN true WHEN 'sent' THEN mark.state = 'sent' AND o.kind = 'card' END;
	END LOOP;
END $$;
