CREATE TABLE "standup_answers" (
	"workspace_id" uuid NOT NULL,
	"standup_id" uuid NOT NULL,
	"date" text NOT NULL,
	"person_id" uuid NOT NULL,
	"said" text NOT NULL,
	"words" jsonb NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"edited_at" timestamp (3) with time zone,
	"late" boolean NOT NULL,
	CONSTRAINT "standup_answers_workspace_id_standup_id_date_person_id_pk" PRIMARY KEY("workspace_id","standup_id","date","person_id")
);
--> statement-breakpoint
CREATE TABLE "standup_rounds" (
	"workspace_id" uuid NOT NULL,
	"standup_id" uuid NOT NULL,
	"date" text NOT NULL,
	"id" uuid NOT NULL,
	"state" text NOT NULL,
	"because" text,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"posts_at" timestamp (3) with time zone NOT NULL,
	"posted_at" timestamp (3) with time zone,
	"late_by" bigint NOT NULL,
	"asks" jsonb NOT NULL,
	"report" jsonb,
	CONSTRAINT "standup_rounds_workspace_id_standup_id_date_pk" PRIMARY KEY("workspace_id","standup_id","date"),
	CONSTRAINT "standup_rounds_id" UNIQUE("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "standups" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"channel_id" uuid NOT NULL,
	"rule" jsonb NOT NULL,
	"words" text NOT NULL,
	"zone" text NOT NULL,
	"clock" text NOT NULL,
	"participants" jsonb NOT NULL,
	"joined_ids" uuid[] NOT NULL,
	"left_ids" uuid[] NOT NULL,
	"questions" jsonb NOT NULL,
	"window_minutes" integer NOT NULL,
	"skips_holidays" boolean NOT NULL,
	"quiet_days" text NOT NULL,
	"paused" boolean NOT NULL,
	"made_by" uuid NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "standups_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "standups_name" UNIQUE("workspace_id","name")
);
--> statement-breakpoint
ALTER TABLE "standup_answers" ADD CONSTRAINT "standup_answers_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "standup_answers" ADD CONSTRAINT "standup_answers_workspace_id_standup_id_standups_workspace_id_id_fk" FOREIGN KEY ("workspace_id","standup_id") REFERENCES "public"."standups"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "standup_answers" ADD CONSTRAINT "standup_answers_workspace_id_person_id_people_workspace_id_id_fk" FOREIGN KEY ("workspace_id","person_id") REFERENCES "public"."people"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "standup_rounds" ADD CONSTRAINT "standup_rounds_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "standup_rounds" ADD CONSTRAINT "standup_rounds_workspace_id_standup_id_standups_workspace_id_id_fk" FOREIGN KEY ("workspace_id","standup_id") REFERENCES "public"."standups"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "standups" ADD CONSTRAINT "standups_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "standups" ADD CONSTRAINT "standups_workspace_id_channel_id_channels_workspace_id_id_fk" FOREIGN KEY ("workspace_id","channel_id") REFERENCES "public"."channels"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "standups" ADD CONSTRAINT "standups_workspace_id_made_by_people_workspace_id_id_fk" FOREIGN KEY ("workspace_id","made_by") REFERENCES "public"."people"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "standup_answers_person" ON "standup_answers" USING btree ("workspace_id","person_id","standup_id","at");--> statement-breakpoint
CREATE INDEX "standups_channel" ON "standups" USING btree ("workspace_id","channel_id");--> statement-breakpoint
-- Standups, their rounds and answers belong to their workspace like all else.
DO $$
DECLARE
	bound text;
BEGIN
	FOREACH bound IN ARRAY ARRAY['standups', 'standup_rounds', 'standup_answers'] LOOP
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
