CREATE TABLE "asides" (
	"workspace_id" uuid NOT NULL,
	"id" text NOT NULL,
	"value" jsonb NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "asides_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "leases" (
	"name" text PRIMARY KEY NOT NULL,
	"holder" text NOT NULL,
	"held_until" timestamp (3) with time zone NOT NULL,
	"mark" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "asides" ADD CONSTRAINT "asides_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "asides_expired" ON "asides" USING btree ("expires_at");--> statement-breakpoint
ALTER TABLE public.asides ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE public.asides FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY own_workspace ON public.asides TO baton_app
	USING (workspace_id = (SELECT nullif(current_setting('baton.workspace_id', true), '')::uuid))
	WITH CHECK (workspace_id = nullif(current_setting('baton.workspace_id', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON public.asides TO baton_app;
--> statement-breakpoint
-- Retention.
CREATE POLICY owner_reads ON public.asides FOR SELECT TO CURRENT_USER USING (true);
--> statement-breakpoint
CREATE POLICY owner_removes ON public.asides FOR DELETE TO CURRENT_USER USING (true);
--> statement-breakpoint
-- Of no workspace, so nobody's but the connecting user's.
ALTER TABLE public.leases ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE public.leases FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner_alone ON public.leases TO CURRENT_USER USING (true);
