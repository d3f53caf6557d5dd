-- What each role may do. The roles themselves belong to the cluster and are seen to at every start (roles.ts).
--
-- baton_app works inside one workspace, named by the setting baton.workspace_id; without it, it sees nothing.
-- baton_claim looks over all workspaces for what is due, and sees no content.
-- The connecting user owns the tables. As row security is forced, it needs policies too, where it is no superuser.

-- Every table of a workspace: its rows, and no others. A policy reads the setting in a subselect, once for a statement:
-- read for every row, it made counting the items of a large workspace four times as slow.
DO $$
DECLARE
	bound text;
BEGIN
	FOR bound IN
		SELECT c.table_name FROM information_schema.columns c
		WHERE c.table_schema = 'public' AND c.column_name = 'workspace_id' AND c.table_name <> 'routes'
	LOOP
		EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', bound);
		EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', bound);
		EXECUTE format(
			'CREATE POLICY own_workspace ON public.%I TO baton_app
				USING (workspace_id = (SELECT nullif(current_setting(''baton.workspace_id'', true), '''')::uuid))
				WITH CHECK (workspace_id = nullif(current_setting(''baton.workspace_id'', true), '''')::uuid)',
			bound
		);
		EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON public.%I TO baton_app', bound);
	END LOOP;
END $$;
--> statement-breakpoint
ALTER TABLE public.workspaces ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE public.workspaces FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY own_workspace ON public.workspaces TO baton_app
	USING (id = (SELECT nullif(current_setting('baton.workspace_id', true), '')::uuid))
	WITH CHECK (id = nullif(current_setting('baton.workspace_id', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON public.workspaces TO baton_app;
--> statement-breakpoint
-- A route is read before its workspace is known; it is written by its own workspace alone.
ALTER TABLE public.routes ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE public.routes FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY any_workspace_reads ON public.routes FOR SELECT TO baton_app USING (true);
--> statement-breakpoint
CREATE POLICY own_workspace_adds ON public.routes FOR INSERT TO baton_app
	WITH CHECK (workspace_id = nullif(current_setting('baton.workspace_id', true), '')::uuid);
--> statement-breakpoint
CREATE POLICY own_workspace_removes ON public.routes FOR DELETE TO baton_app
	USING (workspace_id = (SELECT nullif(current_setting('baton.workspace_id', true), '')::uuid));
--> statement-breakpoint
GRANT SELECT, INSERT, DELETE ON public.routes TO baton_app;
--> statement-breakpoint
-- History is only ever added to; its words can be erased.
REVOKE UPDATE, DELETE ON public.history FROM baton_app;
--> statement-breakpoint
REVOKE UPDATE ON public.history_payloads FROM baton_app;
--> statement-breakpoint
CREATE POLICY every_workspace ON public.inbox TO baton_claim USING (true);
--> statement-breakpoint
CREATE POLICY every_workspace ON public.outbox TO baton_claim USING (true);
--> statement-breakpoint
CREATE POLICY every_workspace ON public.workspaces FOR SELECT TO baton_claim USING (true);
--> statement-breakpoint
GRANT SELECT (id, clock_offset, removed_at) ON public.workspaces TO baton_claim;
--> statement-breakpoint
GRANT SELECT (workspace_id, id, due_at, lease_until, attempts, state),
	UPDATE (due_at, lease_until, attempts, state) ON public.inbox TO baton_claim;
--> statement-breakpoint
GRANT SELECT (workspace_id, id, due_at, lease_until, attempts, state, unsure, unanswered),
	UPDATE (due_at, lease_until, attempts, state, unsure, unanswered) ON public.outbox TO baton_claim;
--> statement-breakpoint
-- Retention: old rows of the queues, and workspaces that removed Baton, with all that belongs to them.
CREATE POLICY owner_reads ON public.workspaces FOR SELECT TO CURRENT_USER USING (true);
--> statement-breakpoint
CREATE POLICY owner_removes ON public.workspaces FOR DELETE TO CURRENT_USER USING (true);
--> statement-breakpoint
CREATE POLICY owner_reads ON public.inbox FOR SELECT TO CURRENT_USER USING (true);
--> statement-breakpoint
CREATE POLICY owner_removes ON public.inbox FOR DELETE TO CURRENT_USER USING (true);
--> statement-breakpoint
CREATE POLICY owner_reads ON public.outbox FOR SELECT TO CURRENT_USER USING (true);
--> statement-breakpoint
CREATE POLICY owner_removes ON public.outbox FOR DELETE TO CURRENT_USER USING (true);
--> statement-breakpoint
GRANT USAGE ON SCHEMA public TO baton_app, baton_claim;
