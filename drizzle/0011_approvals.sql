CREATE TABLE "approvals" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"key" integer NOT NULL,
	"item_id" uuid NOT NULL,
	"channel_id" uuid,
	"state" text NOT NULL,
	"requester_id" uuid NOT NULL,
	"asked_ids" uuid[] NOT NULL,
	"asked_team_ids" uuid[] NOT NULL,
	"deadline_at" timestamp (3) with time zone NOT NULL,
	"facts" jsonb NOT NULL,
	"version" integer NOT NULL,
	"seq" integer NOT NULL,
	"head_hash" text NOT NULL,
	CONSTRAINT "approvals_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "approvals" ADD CONSTRAINT "approvals_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approvals" ADD CONSTRAINT "approvals_workspace_id_item_id_work_items_workspace_id_id_fk" FOREIGN KEY ("workspace_id","item_id") REFERENCES "public"."work_items"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approvals" ADD CONSTRAINT "approvals_workspace_id_requester_id_people_workspace_id_id_fk" FOREIGN KEY ("workspace_id","requester_id") REFERENCES "public"."people"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approvals" ADD CONSTRAINT "approvals_workspace_id_channel_id_channels_workspace_id_id_fk" FOREIGN KEY ("workspace_id","channel_id") REFERENCES "public"."channels"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "approvals_key" ON "approvals" USING btree ("workspace_id","key");--> statement-breakpoint
CREATE INDEX "approvals_item" ON "approvals" USING btree ("workspace_id","item_id");--> statement-breakpoint
CREATE INDEX "approvals_pending" ON "approvals" USING btree ("workspace_id","deadline_at") WHERE state = 'pending';
--> statement-breakpoint
ALTER TABLE public.approvals ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE public.approvals FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY own_workspace ON public.approvals TO baton_app
	USING (workspace_id = (SELECT nullif(current_setting('baton.workspace_id', true), '')::uuid))
	WITH CHECK (workspace_id = nullif(current_setting('baton.workspace_id', true), '')::uuid);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON public.approvals TO baton_app;
