CREATE TABLE "weeklies" (
	"workspace_id" uuid NOT NULL,
	"team_id" uuid NOT NULL,
	"rule" jsonb NOT NULL,
	"words" text NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "weeklies_workspace_id_team_id_pk" PRIMARY KEY("workspace_id","team_id")
);
--> statement-breakpoint
CREATE TABLE "weekly_posts" (
	"workspace_id" uuid NOT NULL,
	"team_id" uuid NOT NULL,
	"date" text NOT NULL,
	"state" text NOT NULL,
	"because" text,
	"late_by" bigint NOT NULL,
	CONSTRAINT "weekly_posts_workspace_id_team_id_date_pk" PRIMARY KEY("workspace_id","team_id","date")
);
--> statement-breakpoint
ALTER TABLE "weeklies" ADD CONSTRAINT "weeklies_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "weeklies" ADD CONSTRAINT "weeklies_workspace_id_team_id_teams_workspace_id_id_fk" FOREIGN KEY ("workspace_id","team_id") REFERENCES "public"."teams"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "weekly_posts" ADD CONSTRAINT "weekly_posts_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "weekly_posts" ADD CONSTRAINT "weekly_posts_workspace_id_team_id_teams_workspace_id_id_fk" FOREIGN KEY ("workspace_id","team_id") REFERENCES "public"."teams"("workspace_id","id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
DO $$
DECLARE
	bound text;
BEGIN
	FOREACH bound IN ARRAY ARRAY['weeklies', 'weekly_posts'] LOOP
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
