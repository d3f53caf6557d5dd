CREATE TABLE "used_states" (
	"state" text PRIMARY KEY NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "routes" ADD COLUMN "removed_at" timestamp (3) with time zone;
--> statement-breakpoint
-- An installation ends and begins again within its own workspace; nothing else of a route ever changes.
CREATE POLICY own_workspace_ends ON public.routes FOR UPDATE TO baton_app
	USING (workspace_id = (SELECT nullif(current_setting('baton.workspace_id', true), '')::uuid))
	WITH CHECK (workspace_id = nullif(current_setting('baton.workspace_id', true), '')::uuid);
--> statement-breakpoint
GRANT UPDATE (removed_at) ON public.routes TO baton_app;
--> statement-breakpoint
-- Of no workspace, so nobody's but the connecting user's.
ALTER TABLE public.used_states ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE public.used_states FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner_alone ON public.used_states TO CURRENT_USER USING (true);
