CREATE TABLE "clocks" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"lease_until" timestamp (3) with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"detail" jsonb NOT NULL,
	CONSTRAINT "clocks_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "nudges" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"item_id" uuid NOT NULL,
	"person_id" uuid,
	"channel_id" uuid,
	"rule" text NOT NULL,
	"step" text NOT NULL,
	"number" integer NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"capacity" text NOT NULL,
	"meant_id" uuid,
	"standing" text NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"urgent" boolean NOT NULL,
	"any_hour" boolean NOT NULL,
	"collapsed" integer NOT NULL,
	"state" text NOT NULL,
	"outbox_id" uuid,
	"decided_at" timestamp (3) with time zone,
	CONSTRAINT "nudges_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "nudges_once" UNIQUE NULLS NOT DISTINCT("workspace_id","item_id","rule","since","number","person_id","channel_id")
);
--> statement-breakpoint
CREATE TABLE "policies" (
	"workspace_id" uuid NOT NULL,
	"rule" text NOT NULL,
	"version" integer NOT NULL,
	"lines" jsonb NOT NULL,
	"saved_by" uuid,
	"saved_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "policies_workspace_id_rule_version_pk" PRIMARY KEY("workspace_id","rule","version")
);
--> statement-breakpoint
ALTER TABLE "work_items" ADD COLUMN "snoozes" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "clocks" ADD CONSTRAINT "clocks_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "nudges" ADD CONSTRAINT "nudges_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "nudges" ADD CONSTRAINT "nudges_workspace_id_item_id_work_items_workspace_id_id_fk" FOREIGN KEY ("workspace_id","item_id") REFERENCES "public"."work_items"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policies" ADD CONSTRAINT "policies_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "clocks_due" ON "clocks" USING btree ("due_at") WHERE state = 'pending';--> statement-breakpoint
CREATE INDEX "clocks_of" ON "clocks" USING btree ("workspace_id","due_at") WHERE state = 'pending';--> statement-breakpoint
CREATE INDEX "clocks_working" ON "clocks" USING btree ("lease_until") WHERE state = 'working';--> statement-breakpoint
CREATE INDEX "clocks_dead" ON "clocks" USING btree ("state") WHERE state = 'dead';--> statement-breakpoint
CREATE INDEX "nudges_waiting" ON "nudges" USING btree ("workspace_id","person_id") WHERE state = 'waiting';--> statement-breakpoint
CREATE INDEX "nudges_decided" ON "nudges" USING btree ("decided_at") WHERE state <> 'waiting';
--> statement-breakpoint
-- Clocks, nudges and policies belong to their workspace like all else; a clock is claimed as the other queues are.
DO $$
DECLARE
	bound text;
BEGIN
	FOREACH bound IN ARRAY ARRAY['clocks', 'nudges', 'policies'] LOOP
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
CREATE POLICY every_workspace ON public.clocks TO baton_claim USING (true);
--> statement-breakpoint
GRANT SELECT (workspace_id, id, kind, due_at, lease_until, attempts, state),
	UPDATE (due_at, lease_until, attempts, state) ON public.clocks TO baton_claim;
--> statement-breakpoint
-- What is owned, offered or dated already is looked at once.
INSERT INTO clocks (workspace_id, id, kind, state, due_at, detail)
SELECT workspace_id, id, 'item', 'pending', now(), '{}' FROM work_items WHERE NOT ended
ON CONFLICT DO NOTHING;
